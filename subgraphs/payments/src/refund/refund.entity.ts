import { randomUUID } from 'node:crypto';
import { IllegalTransition } from '@fleetgraph/kit/graphql/common-errors';
import { Collection, OptionalProps, PrimaryKeyProp, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { type Amount, BookingLine } from '../booking/booking.entity.js';
import { Payment } from '../payment/payment.entity.js';
import type { TransitionCause } from '../payment/payment-state.js';
import { REFUND_TRANSITIONS, RefundState } from './refund-state.js';

/** One step of a refund's history; never changed. */
@Entity()
export class RefundTransition {
  [OptionalProps]?: 'id' | 'at';

  @PrimaryKey({ type: 'bigint', autoincrement: true })
  readonly id!: bigint;

  @ManyToOne({ entity: () => Refund })
  readonly refund: Rel<Refund>;

  @Property({ type: 'text', nullable: true, fieldName: 'from_state' })
  readonly from: RefundState | null;

  @Property({ type: 'text', fieldName: 'to_state' })
  readonly to: RefundState;

  @Property({ type: 'text' })
  readonly cause: TransitionCause;

  @Property({ type: 'text', nullable: true })
  readonly detail: string | null;

  @Property({ type: 'timestamptz' })
  readonly at: Date = new Date();

  constructor(refund: Rel<Refund>, step: Pick<RefundTransition, 'from' | 'to' | 'cause' | 'detail'>) {
    this.refund = refund;
    this.from = step.from;
    this.to = step.to;
    this.cause = step.cause;
    this.detail = step.detail;
  }
}

/** The part of a refund that belongs to one line, with the tax inside it. */
@Entity()
export class RefundLine {
  [PrimaryKeyProp]?: ['refund', 'line'];

  @ManyToOne({ entity: () => Refund, primary: true })
  readonly refund: Rel<Refund>;

  @ManyToOne({ entity: () => BookingLine, primary: true })
  readonly line: Rel<BookingLine>;

  @Property({ type: 'bigint' })
  readonly amountMinor: bigint;

  @Property({ type: 'bigint' })
  readonly taxMinor: bigint;

  constructor(refund: Rel<Refund>, share: Pick<RefundLine, 'line' | 'amountMinor' | 'taxMinor'>) {
    this.refund = refund;
    this.line = share.line;
    this.amountMinor = share.amountMinor;
    this.taxMinor = share.taxMinor;
  }
}

/** Money on its way back to the customer. */
@Entity()
export class Refund {
  [OptionalProps]?: 'amount' | 'idempotencyKey';

  @PrimaryKey({ type: 'uuid' })
  readonly id: string = randomUUID();

  @ManyToOne({ entity: () => Payment })
  readonly payment: Rel<Payment>;

  @Property({ type: 'bigint' })
  readonly amountMinor: bigint;

  @Property({ type: 'text' })
  readonly reason: string;

  @Property({ type: 'text' })
  state: RefundState = RefundState.REQUESTED;

  @Property({ type: 'integer' })
  attempt: number = 1;

  @Property({ type: 'text', nullable: true })
  providerRefundId: string | null = null;

  @Property({ type: 'text', nullable: true })
  failure: string | null = null;

  @Property({ type: 'integer' })
  version: number = 1;

  @Property({ type: 'timestamptz' })
  readonly createdAt: Date = new Date();

  @Property({ type: 'timestamptz' })
  checkedAt: Date = new Date();

  @OneToMany({ entity: () => RefundLine, mappedBy: 'refund' })
  readonly lines = new Collection<RefundLine>(this);

  @OneToMany({ entity: () => RefundTransition, mappedBy: 'refund', orderBy: { id: 'asc' } })
  readonly transitions = new Collection<RefundTransition>(this);

  constructor(payment: Payment, amountMinor: bigint, reason: string) {
    this.payment = payment;
    this.amountMinor = amountMinor;
    this.reason = reason;
  }

  get amount(): Amount {
    return { amountMinor: this.amountMinor, currency: this.payment.currency };
  }

  /** A key of its own for each attempt: two equal refunds are two, one that is asked for twice is one. */
  get idempotencyKey(): string {
    return `refund:${this.id}:${this.attempt}`;
  }

  /** Follows the provider; refuses a step that the machine does not know. */
  moveTo(state: RefundState, cause: TransitionCause, detail: string | null = null): void {
    const allowed = REFUND_TRANSITIONS[this.state];
    if (!allowed.includes(state)) throw new IllegalTransition(this.state, state, allowed);
    this.transitions.add(new RefundTransition(this, { from: this.state, to: state, cause, detail }));
    this.state = state;
    this.version += 1;
  }

  /** Asks for a failed refund again. */
  retry(cause: TransitionCause): void {
    this.moveTo(RefundState.REQUESTED, cause);
    this.attempt += 1;
    this.providerRefundId = null;
    this.failure = null;
  }
}
