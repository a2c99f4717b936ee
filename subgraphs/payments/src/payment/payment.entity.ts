import { randomUUID } from 'node:crypto';
import { IllegalTransition } from '@fleetgraph/kit/graphql/common-errors';
import { Collection, OptionalProps, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { Amount, Booking } from '../booking/booking.entity.js';
import { isFinal, PAYMENT_TRANSITIONS, PaymentState, type TransitionCause } from './payment-state.js';

/** One step of a payment's history; never changed. */
@Entity()
export class PaymentTransition {
  [OptionalProps]?: 'id' | 'at';

  @PrimaryKey({ type: 'bigint', autoincrement: true })
  readonly id!: bigint;

  @ManyToOne({ entity: () => Payment })
  readonly payment: Rel<Payment>;

  @Property({ type: 'text', nullable: true, fieldName: 'from_state' })
  readonly from: PaymentState | null;

  @Property({ type: 'text', fieldName: 'to_state' })
  readonly to: PaymentState;

  @Property({ type: 'text' })
  readonly cause: TransitionCause;

  @Property({ type: 'text', nullable: true })
  readonly detail: string | null;

  @Property({ type: 'timestamptz' })
  readonly at: Date = new Date();

  constructor(payment: Rel<Payment>, step: Pick<PaymentTransition, 'from' | 'to' | 'cause' | 'detail'>) {
    this.payment = payment;
    this.from = step.from;
    this.to = step.to;
    this.cause = step.cause;
    this.detail = step.detail;
  }
}

/** What should happen to a payment's money next. */
export type PaymentGoal = 'CAPTURE' | 'VOID' | 'WAIT';

/** One attempt to pay one booking whole: authorised first, taken when the booking is confirmed. */
@Entity()
export class Payment {
  [OptionalProps]?: 'amount' | 'captured' | 'refundableMinor' | 'booking' | 'isFinal';

  @PrimaryKey({ type: 'uuid' })
  readonly id: string = randomUUID();

  @Property({ type: 'text' })
  readonly bookingId: string;

  @Property({ type: 'text', nullable: true })
  readonly customerId: string | null;

  @Property({ type: 'text', nullable: true })
  readonly organisationId: string | null;

  @Property({ type: 'text' })
  readonly currency: string;

  @Property({ type: 'bigint' })
  readonly amountMinor: bigint;

  @Property({ type: 'text' })
  state: PaymentState = PaymentState.REQUIRES_METHOD;

  /** Id of the provider's object; null until its answer has arrived. */
  @Property({ type: 'text', nullable: true })
  intentId: string | null = null;

  @Property({ type: 'bigint', nullable: true })
  captureMinor: bigint | null = null;

  @Property({ type: 'bigint' })
  capturedMinor: bigint = 0n;

  @Property({ type: 'bigint' })
  refundedMinor: bigint = 0n;

  @Property({ type: 'text', nullable: true })
  lastFailure: string | null = null;

  @Property({ type: 'text', nullable: true })
  refusal: string | null = null;

  /** Grows with each change; tells whether something moved while the provider was asked. */
  @Property({ type: 'integer' })
  version: number = 1;

  @Property({ type: 'timestamptz' })
  readonly createdAt: Date = new Date();

  @Property({ type: 'timestamptz' })
  checkedAt: Date = new Date();

  @OneToMany({ entity: () => PaymentTransition, mappedBy: 'payment', orderBy: { id: 'asc' } })
  readonly transitions = new Collection<PaymentTransition>(this);

  constructor(booking: Booking) {
    this.bookingId = booking.id;
    this.customerId = booking.customerId;
    this.organisationId = booking.organisationId;
    this.currency = booking.currency;
    this.amountMinor = booking.totalMinor;
  }

  get amount(): Amount {
    return { amountMinor: this.amountMinor, currency: this.currency };
  }

  get captured(): Amount {
    return { amountMinor: this.capturedMinor, currency: this.currency };
  }

  get booking(): { id: string } {
    return { id: this.bookingId };
  }

  get isFinal(): boolean {
    return isFinal(this.state);
  }

  /** What can still be given back. */
  get refundableMinor(): bigint {
    return this.capturedMinor - this.refundedMinor;
  }

  /** Follows the provider; refuses a step that the machine does not know. */
  moveTo(state: PaymentState, cause: TransitionCause, detail: string | null = null): void {
    const allowed = PAYMENT_TRANSITIONS[this.state];
    if (!allowed.includes(state)) throw new IllegalTransition(this.state, state, allowed);
    this.transitions.add(new PaymentTransition(this, { from: this.state, to: state, cause, detail }));
    this.state = state;
    this.version += 1;
  }

  /** What bookings' decision means for the money. */
  goalFor(booking: Booking): PaymentGoal {
    if (this.isFinal) return 'WAIT';
    const isTaken = booking.state === 'CONFIRMED' || booking.state === 'CANCELLED';
    const isForOther = booking.confirmedPaymentId !== null && booking.confirmedPaymentId !== this.id;
    if (this.refusal !== null || booking.isLetGo || isForOther) return 'VOID';
    if (!isTaken || this.state !== PaymentState.REQUIRES_CAPTURE) return 'WAIT';
    const charge = this.captureMinor ?? booking.chargeMinor;
    return charge === 0n && this.amountMinor > 0n ? 'VOID' : 'CAPTURE';
  }

  /** Fixes what will be taken: from here on a cancellation is a refund. */
  beginCapture(amountMinor: bigint): bigint {
    if (this.captureMinor === null) {
      this.captureMinor = amountMinor;
      this.version += 1;
    }
    return this.captureMinor;
  }

  /** True once the amount to take is fixed, whether or not the provider has answered. */
  get isCharged(): boolean {
    return this.captureMinor !== null || this.state === PaymentState.SUCCEEDED;
  }
}
