import { Money } from '@fleetgraph/kit/graphql/money.type';
import { DateTimeScalar } from '@fleetgraph/kit/graphql/scalars';
import { Window } from '@fleetgraph/kit/graphql/window.type';
import { ZonedTime } from '@fleetgraph/kit/graphql/zoned-time.type';
import { Field, Float, ID, Int, ObjectType } from 'type-graphql';
import type { CancellationTerm } from '../booking/model/cancellation-policy.js';
import { BookableType } from '../offer/bookable.type.js';
import { LocationType } from '../offer/location.type.js';
import { windowOf } from '../offer/offer.type.js';
import type { Charge } from '../pricing/charge.js';
import { type QuotedLine, restoreCharge, termsOfLine } from './quoted-line.js';

/** One priced part of a line. */
@ObjectType('Charge', { description: 'One priced part of a line: what, how much of it, and the rule that made it.' })
export class ChargeType {
  @Field(() => String, { description: 'Stable, in capitals: RENTAL, ONE_WAY, FARE, LIST_PRICE …' })
  readonly code: string;

  @Field(() => String, { description: 'What it is, for a person.' })
  readonly title: string;

  @Field(() => Float, { description: 'How many units are charged.' })
  readonly quantity: number;

  @Field(() => String, { description: 'Of what: day, min, km, seat, piece, job, once.' })
  readonly unit: string;

  @Field(() => Money, { description: 'Price, tax included; negative for a reduction.' })
  readonly amount: Money;

  @Field(() => Money, { description: 'Tax contained in the amount: its share of the tax of the whole document.' })
  readonly tax: Money;

  @Field(() => String, { description: 'The rule in words, with its numbers.' })
  readonly rule: string;

  constructor(charge: Charge, currency: string) {
    this.code = charge.code;
    this.title = charge.title;
    this.quantity = charge.quantity;
    this.unit = charge.unit;
    this.amount = new Money(charge.amountMinor, currency);
    this.tax = new Money(charge.taxMinor, currency);
    this.rule = charge.rule;
  }
}

/** One step of a cancellation policy. */
@ObjectType('CancellationTerm', { description: 'What is paid back when it is cancelled up to a time.' })
export class CancellationTermType {
  @Field(() => ZonedTime, {
    nullable: true,
    description: 'Last instant at which this holds; null: from then on for ever.',
  })
  readonly until: ZonedTime | null;

  @Field(() => Money, { description: 'What is paid back.' })
  readonly refund: Money;

  constructor(
    { until, refundMinor }: CancellationTerm,
    { timeZone, currency }: { timeZone: string; currency: string },
  ) {
    this.until = until === null ? null : new ZonedTime(new Date(until), timeZone);
    this.refund = new Money(BigInt(refundMinor), currency);
  }
}

/** A priced line of a basket. */
@ObjectType('QuoteLine', { description: 'A line of a basket with its price.' })
export class QuoteLineType {
  @Field(() => BookableType, { description: 'What is priced.' })
  readonly bookable: BookableType;

  @Field(() => Int, { description: 'How many.' })
  readonly quantity: number;

  @Field(() => Window, { nullable: true, description: 'When; null for goods.' })
  readonly window: Window | null;

  @Field(() => LocationType, { description: 'Pick-up, station, departure airport, workshop or shop.' })
  readonly location: LocationType;

  @Field(() => String, { nullable: true, description: 'The chosen seat; null: any of the cabin, or no flight.' })
  readonly seat: string | null;

  @Field(() => [ChargeType], { description: 'Every part of the price.' })
  readonly charges: readonly ChargeType[];

  @Field(() => Money, { description: 'Price of the line, tax included.' })
  readonly total: Money;

  @Field(() => [CancellationTermType], { description: 'What a cancellation pays back, as it will be promised.' })
  readonly cancellation: readonly CancellationTermType[];

  constructor(line: QuotedLine, terms: readonly CancellationTerm[]) {
    this.bookable = new BookableType(line.bookableId);
    this.quantity = line.quantity;
    this.window = windowOf(termsOfLine(line));
    this.location = new LocationType(line.locationId);
    this.seat = line.seat;
    this.charges = line.charges.map((charge) => new ChargeType(restoreCharge(charge), line.currency));
    this.total = new Money(BigInt(line.grossMinor), line.currency);
    this.cancellation = terms.map((term) => new CancellationTermType(term, line));
  }
}

/** A basket with its price, for a while. */
@ObjectType('Quote', { description: 'A priced basket. The price stands until it expires; nothing is held yet.' })
export class QuoteType {
  @Field(() => ID, { description: 'Opaque; `holdBasket` takes it.' })
  readonly id!: string;

  @Field(() => [QuoteLineType], { description: 'The lines, in the order in which they were asked for.' })
  readonly lines!: readonly QuoteLineType[];

  @Field(() => Money, { description: 'Sum of the lines, tax included.' })
  readonly total!: Money;

  @Field(() => DateTimeScalar, { description: 'After this the price must be asked anew.' })
  readonly expiresAt!: Date;
}
