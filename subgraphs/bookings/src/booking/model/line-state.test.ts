import { IllegalTransition } from '@fleetgraph/kit/graphql/common-errors';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { allowedFrom, assertTransition, BookableKind, BookingState, stateOfBooking } from './line-state.js';

const kinds = fc.constantFrom(...Object.values(BookableKind));
const states = fc.constantFrom(...Object.values(BookingState));

describe('state of a line', () => {
  it('moves by its table only, and says what would be possible', () => {
    fc.assert(
      fc.property(kinds, states, states, (kind, from, to) => {
        if (allowedFrom(kind, from).includes(to)) assertTransition(kind, from, to);
        else expect(() => assertTransition(kind, from, to)).toThrow(IllegalTransition);
      }),
      { verbose: 1 },
    );
  });

  it('lets a car be completed only after its hand-over', () => {
    expect(allowedFrom(BookableKind.CAR, BookingState.CONFIRMED)).not.toContain(BookingState.COMPLETED);
    expect(allowedFrom(BookableKind.CAR, BookingState.IN_USE)).toEqual([BookingState.COMPLETED]);
  });

  it('never leaves a final state', () => {
    for (const kind of Object.values(BookableKind)) {
      for (const state of ['COMPLETED', 'EXPIRED', 'CANCELLED', 'NO_SHOW', 'FAILED'] as BookingState[]) {
        expect(allowedFrom(kind, state)).toEqual([]);
      }
    }
  });
});

describe('state of a booking', () => {
  it.each([
    [['HELD', 'HELD'], 'HELD'],
    [['CONFIRMED', 'CANCELLED'], 'PARTIALLY_CANCELLED'],
    [['CONFIRMED', 'IN_USE', 'COMPLETED'], 'PARTIALLY_CONFIRMED'],
  ])('%j is %s', (lines, expected) => expect(stateOfBooking(lines as BookingState[])).toBe(expected));

  it('is the state of the lines when they are equal', () => {
    fc.assert(
      fc.property(states, fc.integer({ min: 1, max: 9 }), (state, count) => {
        expect(stateOfBooking(Array(count).fill(state))).toBe(state);
      }),
      { verbose: 1 },
    );
  });
});
