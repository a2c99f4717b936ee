import { Collection, OptionalProps, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { creditTax } from '../invoice/compute-tax/credit-tax.js';

/** Money as the graph and events write it. */
export interface Amount {
  readonly amountMinor: bigint;
  readonly currency: string;
}

/** Revenue of what is kept of a cancelled line. */
export const FEES = 'FEES';

/** One thing that is paid for, and what has become of its money. */
@Entity()
export class BookingLine {
  [OptionalProps]?:
    | 'taxMinor'
    | 'refundDueMinor'
    | 'creditedMinor'
    | 'creditedTaxMinor'
    | 'cancelled'
    | 'deliveredOn'
    | 'recognisedAs'
    | 'remainingMinor'
    | 'remainingTaxMinor'
    | 'revenueKind';

  @PrimaryKey({ type: 'text' })
  readonly id!: string;

  @ManyToOne({ entity: () => Booking })
  readonly booking!: Rel<Booking>;

  @Property({ type: 'integer' })
  readonly position!: number;

  @Property({ type: 'text' })
  readonly kind!: string;

  @Property({ type: 'text' })
  readonly title!: string;

  @Property({ type: 'text' })
  readonly locationId!: string;

  @Property({ type: 'text' })
  readonly timeZone!: string;

  @Property({ type: 'bigint' })
  readonly grossMinor!: bigint;

  @Property({ type: 'text' })
  readonly taxCategory!: string;

  @Property({ type: 'integer' })
  readonly taxRateBps!: number;

  @Property({ type: 'bigint' })
  chargeMinor!: bigint;

  @Property({ type: 'bigint', nullable: true })
  taxMinor: bigint | null = null;

  @Property({ type: 'bigint' })
  refundDueMinor: bigint = 0n;

  @Property({ type: 'bigint' })
  creditedMinor: bigint = 0n;

  @Property({ type: 'bigint' })
  creditedTaxMinor: bigint = 0n;

  @Property({ type: 'boolean' })
  cancelled: boolean = false;

  /** Day at the place on which it was delivered, `YYYY-MM-DD`. */
  @Property({ type: 'date', nullable: true })
  deliveredOn: string | null = null;

  @Property({ type: 'text', nullable: true })
  recognisedAs: string | null = null;

  /** What was charged and not given back. */
  get remainingMinor(): bigint {
    return this.chargeMinor - this.creditedMinor;
  }

  /** The tax inside `remainingMinor`. */
  get remainingTaxMinor(): bigint {
    return (this.taxMinor ?? 0n) - this.creditedTaxMinor;
  }

  /** Under which kind its money becomes revenue now; undefined while it is still an advance. */
  get revenueKind(): string | undefined {
    if (this.cancelled) return FEES;
    return this.deliveredOn === null ? undefined : this.kind;
  }

  /** Notes what the cancellation policy gives back; before the money is taken it only lowers the charge. */
  cancel(refundMinor: bigint, isCharged: boolean): void {
    if (this.cancelled) return;
    this.cancelled = true;
    if (isCharged) this.refundDueMinor = smaller(refundMinor, this.remainingMinor);
    else this.chargeMinor -= smaller(refundMinor, this.chargeMinor);
  }

  /** Gives back a part, and answers the tax inside it. */
  credit(amountMinor: bigint): bigint {
    const { chargeMinor: grossMinor, taxMinor, creditedMinor } = this;
    const creditedTax = creditTax({ grossMinor, taxMinor: taxMinor ?? 0n, creditedMinor }, amountMinor);
    this.creditedMinor += amountMinor;
    this.creditedTaxMinor += creditedTax;
    this.refundDueMinor -= smaller(this.refundDueMinor, amountMinor);
    return creditedTax;
  }
}

/** How far a booking is, as far as money cares. */
export type BookingState = 'HELD' | 'CONFIRMED' | 'RELEASED' | 'EXPIRED' | 'CANCELLED';

/** What bookings told about something to be paid for; locked whenever money moves for it. */
@Entity()
export class Booking {
  [OptionalProps]?: 'confirmedPaymentId' | 'lines' | 'chargeMinor' | 'isLetGo';

  @PrimaryKey({ type: 'text' })
  readonly id!: string;

  @Property({ type: 'text' })
  readonly locator!: string;

  @Property({ type: 'text', nullable: true })
  readonly customerId!: string | null;

  @Property({ type: 'text', nullable: true })
  readonly organisationId!: string | null;

  @Property({ type: 'text' })
  readonly currency!: string;

  @Property({ type: 'bigint' })
  readonly totalMinor!: bigint;

  @Property({ type: 'text' })
  state!: BookingState;

  @Property({ type: 'timestamptz', nullable: true })
  readonly holdExpiresAt!: Date | null;

  @Property({ type: 'uuid', nullable: true })
  confirmedPaymentId: string | null = null;

  /** Number of the newest event that was applied. */
  @Property({ type: 'integer' })
  sequence!: number;

  @OneToMany({ entity: () => BookingLine, mappedBy: 'booking', orderBy: { position: 'asc' } })
  readonly lines = new Collection<BookingLine>(this);

  /** One of its lines by id. */
  line(lineId: string | undefined): BookingLine | undefined {
    return this.lines.find((line) => line.id === lineId);
  }

  /** What the customer owes for all lines together. */
  get chargeMinor(): bigint {
    return this.lines.reduce((total, line) => total + line.chargeMinor, 0n);
  }

  /** True when it was never bought: the money goes back whole. */
  get isLetGo(): boolean {
    return this.state === 'RELEASED' || this.state === 'EXPIRED';
  }
}

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);
