import { describe, expect, it } from '@jest/globals';
import { allowedEvents, nextState, targetsOf } from './transitions.js';
import { VehicleEvent as E, VehicleState as S } from './vehicle-state.js';

describe('the MDS table', () => {
  it('takes a bike through reservation and ride', () => {
    expect(nextState({ from: S.AVAILABLE, event: E.RESERVATION_START })).toBe(S.RESERVED);
    expect(nextState({ from: S.RESERVED, event: E.TRIP_START })).toBe(S.ON_TRIP);
    expect(nextState({ from: S.ON_TRIP, event: E.TRIP_END })).toBe(S.AVAILABLE);
    expect(nextState({ from: S.RESERVED, event: E.RESERVATION_CANCEL })).toBe(S.AVAILABLE);
  });

  it('refuses pairs that the specification does not list', () => {
    expect(nextState({ from: S.RESERVED, event: E.RESERVATION_START })).toBeUndefined();
    expect(nextState({ from: S.NON_OPERATIONAL, event: E.TRIP_START })).toBeUndefined();
    expect(nextState({ from: S.REMOVED, event: E.DECOMMISSIONED })).toBeUndefined();
    expect(nextState({ from: S.ON_TRIP, event: E.DECOMMISSIONED })).toBeUndefined();
  });

  it('returns to the state from before contact was lost', () => {
    const restored = { from: S.NON_CONTACTABLE, event: E.COMMS_RESTORED };
    expect(nextState({ ...restored, previous: S.ON_TRIP })).toBe(S.ON_TRIP);
    expect(nextState(restored)).toBeUndefined();
    expect(nextState({ ...restored, previous: S.ON_TRIP, to: S.AVAILABLE })).toBe(S.AVAILABLE);
  });

  it('asks for the target where the event leaves it open, and holds it to the table', () => {
    const unspecified = { from: S.AVAILABLE, event: E.UNSPECIFIED };
    expect(nextState(unspecified)).toBeUndefined();
    expect(nextState({ ...unspecified, to: S.REMOVED })).toBe(S.REMOVED);
    expect(nextState({ ...unspecified, to: S.ON_TRIP })).toBeUndefined();
  });

  it('loses contact from every state in which there is contact', () => {
    const seen = Object.values(S).filter((state) => state !== S.NON_CONTACTABLE && state !== S.MISSING);
    for (const from of seen) expect(targetsOf(from, E.COMMS_LOST)).toEqual([S.NON_CONTACTABLE]);
  });

  it('leaves a way out of every state', () => {
    for (const from of Object.values(S)) expect(allowedEvents(from)).not.toHaveLength(0);
    expect(allowedEvents(S.RESERVED)).toEqual(
      expect.arrayContaining([E.TRIP_START, E.RESERVATION_CANCEL, E.COMMS_LOST, E.UNSPECIFIED]),
    );
  });
});
