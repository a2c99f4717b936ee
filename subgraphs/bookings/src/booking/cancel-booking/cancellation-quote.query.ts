import { sqlOne } from '@fleetgraph/kit/database/sql';
import { requireViewer } from '@fleetgraph/kit/graphql/context';
import { Authenticated } from '@fleetgraph/kit/graphql/directives';
import { GraphError } from '@fleetgraph/kit/graphql/graph-error';
import { Money } from '@fleetgraph/kit/graphql/money.type';
import { DateTimeScalar } from '@fleetgraph/kit/graphql/scalars';
import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { BookingsContext } from '../../context.js';
import type { Booking } from '../model/booking.entity.js';
import type { BookingLine } from '../model/booking-line.entity.js';
import { actorOn } from '../model/may-see.js';
import { BookingLineType } from '../read/booking-line.types.js';
import { findBooking } from '../read/load-bookings.js';
import {
  type CancellationShares,
  cancellableLines,
  cancellationShares,
  linesOf,
  NO_SUCH_LINES,
} from './quote-cancellation.js';

/** One line of a cancellation. */
@ObjectType({ description: 'What cancelling one line would pay back.' })
export class CancellationQuoteLine {
  @Field(() => BookingLineType, { description: 'The line.' })
  readonly line!: BookingLine;

  @Field(() => Money, { description: 'What is paid back.' })
  readonly refund!: Money;

  @Field(() => Money, { description: 'What is kept.' })
  readonly fee!: Money;
}

/** What a cancellation would pay back at this instant. */
@ObjectType({ description: 'What a cancellation would pay back at this instant.' })
export class CancellationQuote {
  @Field(() => [CancellationQuoteLine], { description: 'Every line that would be cancelled; empty: nothing can be.' })
  readonly lines!: readonly CancellationQuoteLine[];

  @Field(() => Money, { description: 'Sum of what is paid back.' })
  readonly refund!: Money;

  @Field(() => Money, { description: 'Sum of what is kept.' })
  readonly fee!: Money;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Last instant at which this holds; null: it does not change.',
  })
  readonly validUntil!: Date | null;

  @Field(() => Int, { description: 'Send it as `expectedVersion` of `cancelBooking`.' })
  readonly bookingVersion!: number;
}

/** Query.cancellationQuote. */
@Resolver()
export class CancellationQuoteQuery {
  @Authenticated()
  @Query(() => CancellationQuote, {
    nullable: true,
    description: 'What cancelling would pay back now; null: there is no such booking, or it is not yours to cancel.',
  })
  async cancellationQuote(
    @Arg('bookingId', () => ID, { description: 'The booking.' }) bookingId: string,
    @Arg('lineIds', () => [ID], { nullable: true, description: 'Some of its lines; null: all that can be cancelled.' })
    lineIds: string[] | null,
    @Ctx() context: BookingsContext,
  ): Promise<CancellationQuote | null> {
    const booking = await findBooking(context, bookingId);
    const actor = booking && actorOn(requireViewer(context), booking);
    if (!booking || !actor) return null;
    const clock = await sqlOne<{ now: Date }>(context.em, 'select clock_timestamp() as now');
    const at = clock?.now ?? new Date();
    const chosen = lineIds ? linesOf(booking, lineIds) : booking.lines.getItems();
    if (!chosen) throw new GraphError('BAD_USER_INPUT', `lineIds: ${NO_SUCH_LINES}`);
    const lines = cancellableLines(booking).filter((line) => chosen.includes(line));
    return describe(booking, cancellationShares(lines, { at, actor }), at);
  }
}

function describe(
  booking: Booking,
  { shares, refundMinor, feeMinor }: CancellationShares,
  at: Date,
): CancellationQuote {
  const money = (amountMinor: bigint) => new Money(amountMinor, booking.currency);
  const limits = shares
    .flatMap(({ line }) =>
      line.cancellation.map(({ until }) => (until === null ? Number.POSITIVE_INFINITY : Date.parse(until))),
    )
    .filter((until) => until >= at.getTime());
  const next = Math.min(Number.POSITIVE_INFINITY, ...limits);
  return {
    lines: shares.map((share) => ({ line: share.line, refund: money(share.refundMinor), fee: money(share.feeMinor) })),
    refund: money(refundMinor),
    fee: money(feeMinor),
    validUntil: Number.isFinite(next) ? new Date(next) : null,
    bookingVersion: booking.version,
  };
}
