import { IllegalTransition } from '@fleetgraph/kit/graphql/common-errors';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import fc from 'fast-check';
import type { Booking, BookingState } from '../booking/booking.entity.js';
import { REFUND_TRANSITIONS, RefundState } from '../refund/refund-state.js';
import { Payment, PaymentTransition } from './payment.entity.js';
import { PAYMENT_TRANSITIONS, PaymentState, TransitionCause } from './payment-state.js';

// Collections know their entity once it is discovered; no database is asked.
beforeAll(async () => {
  const entities = [Payment, PaymentTransition];
  await MikroORM.init({ dbName: 'none', entities, metadataProvider: ReflectMetadataProvider });
});

const bookingOf = (state: BookingState, overrides: Partial<Booking> = {}) =>
  ({
    id: 'b',
    customerId: 'c',
    organisationId: null,
    currency: 'EUR',
    totalMinor: 1000n,
    chargeMinor: 1000n,
    confirmedPaymentId: null,
    isLetGo: state === 'RELEASED' || state === 'EXPIRED',
    state,
    ...overrides,
  }) as Booking;

function paymentIn(state: PaymentState, booking = bookingOf('HELD')): Payment {
  const payment = new Payment(booking);
  payment.state = state;
  return payment;
}

describe('a payment', () => {
  const anyState = fc.constantFrom(...Object.values(PaymentState));

  it('moves along the machine only, and notes each step with its cause', () => {
    fc.assert(
      fc.property(anyState, anyState, (from, to) => {
        const payment = paymentIn(from);
        const move = () => payment.moveTo(to, TransitionCause.WEBHOOK);
        if (PAYMENT_TRANSITIONS[from].includes(to)) {
          move();
          expect(payment.transitions.getItems()).toMatchObject([{ from, to, cause: 'WEBHOOK' }]);
        } else {
          expect(move).toThrow(IllegalTransition);
          expect(payment.state).toBe(from);
        }
      }),
    );
  });

  it('never leaves an end', () => {
    expect(Object.values(PaymentState).filter((state) => paymentIn(state).isFinal)).toEqual(['SUCCEEDED', 'CANCELED']);
  });

  it.each<[PaymentState, BookingState, string]>([
    [PaymentState.REQUIRES_METHOD, 'HELD', 'WAIT'],
    [PaymentState.REQUIRES_CAPTURE, 'HELD', 'WAIT'],
    [PaymentState.REQUIRES_CAPTURE, 'CONFIRMED', 'CAPTURE'],
    [PaymentState.REQUIRES_CAPTURE, 'CANCELLED', 'CAPTURE'],
    [PaymentState.REQUIRES_CAPTURE, 'EXPIRED', 'VOID'],
    [PaymentState.REQUIRES_METHOD, 'EXPIRED', 'VOID'],
    [PaymentState.REQUIRES_ACTION, 'RELEASED', 'VOID'],
    [PaymentState.SUCCEEDED, 'EXPIRED', 'WAIT'],
    [PaymentState.CANCELED, 'CONFIRMED', 'WAIT'],
  ])('in %s with a booking in %s will %s', (state, bookingState, goal) => {
    expect(paymentIn(state).goalFor(bookingOf(bookingState))).toBe(goal);
  });

  it('is given up when nothing is left to charge, when it was refused, or when another payment won', () => {
    const authorised = paymentIn(PaymentState.REQUIRES_CAPTURE);
    expect(authorised.goalFor(bookingOf('CANCELLED', { chargeMinor: 0n } as Partial<Booking>))).toBe('VOID');
    expect(authorised.goalFor(bookingOf('CONFIRMED', { confirmedPaymentId: 'another' }))).toBe('VOID');
    authorised.refusal = 'HOLD_EXPIRED';
    expect(authorised.goalFor(bookingOf('HELD'))).toBe('VOID');
  });

  it('asks to capture the same amount again, whatever was cancelled meanwhile', () => {
    const payment = paymentIn(PaymentState.REQUIRES_CAPTURE);
    expect(payment.beginCapture(1000n)).toBe(1000n);
    expect(payment.beginCapture(400n)).toBe(1000n);
  });
});

describe('the machine of refunds', () => {
  it('lets a failed refund be asked for again and a paid one come back, and nothing else go back', () => {
    expect(REFUND_TRANSITIONS).toEqual({
      REQUESTED: [RefundState.PENDING, RefundState.SUCCEEDED, RefundState.FAILED],
      PENDING: [RefundState.SUCCEEDED, RefundState.FAILED],
      SUCCEEDED: [RefundState.REVERSED],
      FAILED: [RefundState.REQUESTED],
      REVERSED: [],
    });
  });
});
