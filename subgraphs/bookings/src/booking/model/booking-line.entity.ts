import { BigIntType, JsonType, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { StoredCharge } from '../../quote/quoted-line.js';
import { Booking } from './booking.entity.js';
import { type CancellationTerm, refundAt } from './cancellation-policy.js';
import { assertTransition, type BookableKind, type BookingState } from './line-state.js';

/** One thing in a booking: what was promised, for when, at which price, and where it stands. */
@Entity({ tableName: 'booking_line' })
export class BookingLine {
  @PrimaryKey({ type: 'uuid' })
  readonly id!: string;

  @ManyToOne(() => Booking)
  readonly booking!: Rel<Booking>;

  @Property({ type: 'int' })
  readonly position!: number;

  @Property({ type: 'text' })
  readonly kind!: BookableKind;

  @Property({ type: 'text' })
  readonly bookableId!: string;

  @Property({ type: 'text' })
  readonly title!: string;

  @Property({ type: 'text' })
  state!: BookingState;

  @Property({ type: 'int' })
  readonly quantity!: number;

  @Property({ type: 'text', nullable: true })
  readonly seat!: string | null;

  @Property({ type: 'timestamptz', nullable: true })
  readonly startsAt!: Date | null;

  @Property({ type: 'timestamptz', nullable: true })
  readonly endsAt!: Date | null;

  @Property({ type: 'text' })
  readonly timeZone!: string;

  @Property({ type: 'text' })
  readonly endsTimeZone!: string;

  @Property({ type: 'text' })
  readonly locationId!: string;

  @Property({ type: 'text' })
  readonly returnLocationId!: string;

  @Property({ type: 'text', nullable: true })
  readonly customerVehicleId!: string | null;

  @Property({ type: 'int' })
  readonly turnaroundMinutes!: number;

  @Property({ type: new BigIntType('bigint') })
  readonly grossMinor!: bigint;

  @Property({ type: 'text' })
  readonly currency!: string;

  @Property({ type: 'text' })
  readonly taxCategory!: string;

  @Property({ type: 'int' })
  readonly taxRateBps!: number;

  @Property({ type: JsonType })
  readonly charges!: readonly StoredCharge[];

  @Property({ type: JsonType })
  readonly cancellation!: readonly CancellationTerm[];

  @Property({ type: new BigIntType('bigint'), nullable: true })
  refundMinor!: bigint | null;

  /** Goes on to another state; refuses what the table of its kind does not have. Answers the state before. */
  moveTo(state: BookingState): BookingState {
    assertTransition(this.kind, this.state, state);
    const before = this.state;
    this.state = state;
    return before;
  }

  /** What the customer gets back for a cancellation at an instant, by the policy that was promised. */
  refundFor(at: Date): bigint {
    return refundAt(this.cancellation, { at, bookedAt: this.booking.bookedAt });
  }
}
