import { IllegalTransition } from '@fleetgraph/kit/graphql/common-errors';
import { BigIntType, Collection } from '@mikro-orm/core';
import { Entity, OneToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { BookingLine } from './booking-line.entity.js';
import { BookingState, stateOfBooking } from './line-state.js';

/** What became of the hold that every booking begins with. */
export enum HoldState {
  ACTIVE = 'ACTIVE',
  CONSUMED = 'CONSUMED',
  RELEASED = 'RELEASED',
  EXPIRED = 'EXPIRED',
}

/** A basket that somebody took: lines of any kinds, held together and paid once. */
@Entity({ tableName: 'booking' })
export class Booking {
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @Property({ type: 'text' })
  readonly locator!: string;

  @Property({ type: 'text', nullable: true })
  readonly customerId!: string | null;

  @Property({ type: 'text', nullable: true })
  readonly organisationId!: string | null;

  @Property({ type: 'text', nullable: true })
  readonly partnerReference!: string | null;

  @Property({ type: 'text' })
  readonly currency!: string;

  @Property({ type: new BigIntType('bigint') })
  readonly totalMinor!: bigint;

  @Property({ type: 'text' })
  holdState!: HoldState;

  @Property({ type: 'timestamptz' })
  readonly holdExpiresAt!: Date;

  @Property({ type: 'timestamptz', nullable: true })
  payingUntil!: Date | null;

  @Property({ type: 'text', nullable: true })
  paymentId!: string | null;

  @Property({ type: 'timestamptz' })
  readonly bookedAt!: Date;

  @Property({ type: 'int' })
  version!: number;

  @OneToMany(
    () => BookingLine,
    (line) => line.booking,
    { orderBy: { position: 'asc' } },
  )
  readonly lines = new Collection<BookingLine>(this);

  /** Follows from the lines. */
  get state(): BookingState {
    return stateOfBooking(this.lines.map(({ state }) => state));
  }

  /** Until when the hold stands, with the time that a payment adds. */
  get holdDeadline(): Date {
    return this.payingUntil ?? this.holdExpiresAt;
  }

  /** True while the lines are kept for the customer to pay. */
  holdStands(now: Date): boolean {
    return this.holdState === HoldState.ACTIVE && now < this.holdDeadline;
  }

  /** Somebody pays: the hold is kept, but never longer than the given time past its end. */
  startPaying(paymentId: string, payingMinutes: number): void {
    this.paymentId = paymentId;
    if (this.payingUntil) return;
    this.payingUntil = new Date(this.holdExpiresAt.getTime() + payingMinutes * 60_000);
    this.moveLines(BookingState.AWAITING_PAYMENT);
  }

  /** The attempt failed: the hold runs on as it was. */
  stopPaying(): void {
    this.payingUntil = null;
    this.moveLines(BookingState.HELD);
  }

  /** The money is there: the lines are the customer's. */
  confirm(paymentId: string): void {
    this.endHold(HoldState.CONSUMED);
    this.paymentId = paymentId;
    this.moveLines(BookingState.CONFIRMED);
  }

  /** The customer lets go before paying. */
  release(): void {
    this.endHold(HoldState.RELEASED);
    this.moveLines(BookingState.CANCELLED);
  }

  /** The time ran out. */
  expire(): void {
    this.endHold(HoldState.EXPIRED);
    this.moveLines(BookingState.EXPIRED);
  }

  /** ACTIVE is left once; whoever comes later is told the state and that nothing follows. */
  private endHold(to: HoldState): void {
    if (this.holdState !== HoldState.ACTIVE) throw new IllegalTransition(this.state, to, []);
    this.holdState = to;
  }

  private moveLines(to: BookingState): void {
    for (const line of this.lines) line.moveTo(to);
  }
}
