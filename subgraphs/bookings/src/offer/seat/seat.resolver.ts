import { sqlAll } from '@fleetgraph/kit/database/sql';
import { batchedLoader } from '@fleetgraph/kit/graphql/batched-loader';
import { Money } from '@fleetgraph/kit/graphql/money.type';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { ratePlanOf } from '../../catalogue/catalogue-row.js';
import type { BookingsContext } from '../../context.js';
import { NotPriceable, sumOf } from '../../pricing/charge.js';
import { priceFare } from '../../pricing/price-fare.js';
import { SeatState, SeatType } from './seat.type.js';

interface SeatRow {
  readonly flight_id: string;
  readonly designator: string;
  readonly cabin_class: string;
  readonly features: string[];
  readonly state: SeatState;
}

interface SeatFacts {
  readonly state: SeatState;
  readonly price: Money | null;
}

const keyOf = (flightId: string, designator: string) => `${flightId} ${designator}`;

/** All seats of an operation in two statements, however many flights they belong to. */
const loadSeat = batchedLoader<SeatType, SeatFacts | null, BookingsContext>(
  async (seats, { em }) => {
    const columns = [seats.map(({ flightId }) => flightId), seats.map(({ designator }) => designator)];
    const rows = await sqlAll<SeatRow>(
      em,
      `select s.flight_id, s.designator, s.cabin_class, s.features,
         case when s.is_blocked then 'BLOCKED' when a.id is null then 'AVAILABLE'
           when l.state in ('HELD', 'AWAITING_PAYMENT') then 'HELD' else 'TAKEN' end as state
       from unnest($1::text[], $2::text[]) k (flight_id, designator)
       join seat s on s.flight_id = k.flight_id and s.designator = k.designator
       left join allocation a on a.flight_id = s.flight_id and a.seat = s.designator and a.released_at is null
       left join booking_line l on l.id = a.line_id`,
      columns,
    );
    const plans = await sqlAll<{ id: string; rate_plan: object }>(
      em,
      'select id, rate_plan from bookable where id = any ($1)',
      [[...new Set(rows.map(({ flight_id }) => flight_id))]],
    );
    const planOf = new Map(plans.map(({ id, rate_plan }) => [id, ratePlanOf({ rate_plan })]));
    const facts = new Map(
      rows.map((row) => [keyOf(row.flight_id, row.designator), factsOf(row, planOf.get(row.flight_id))]),
    );
    return seats.map(({ flightId, designator }) => facts.get(keyOf(flightId, designator)) ?? null);
  },
  ({ flightId, designator }) => keyOf(flightId, designator),
);

function factsOf(
  { cabin_class, features, state }: SeatRow,
  plan: ReturnType<typeof ratePlanOf> | undefined,
): SeatFacts {
  try {
    if (!plan?.fare || state === SeatState.BLOCKED) return { state, price: null };
    const parts = priceFare(plan.fare, { cabinClass: cabin_class, features });
    return { state, price: new Money(sumOf(parts), plan.currency) };
  } catch (error) {
    if (error instanceof NotPriceable) return { state, price: null };
    throw error;
  }
}

/** Seat.state and Seat.price. */
@Resolver(() => SeatType)
export class SeatResolver {
  @FieldResolver(() => SeatState, { nullable: true, description: 'Whether it can be had now; null: not known yet.' })
  async state(@Root() seat: SeatType, @Ctx() context: BookingsContext): Promise<SeatState | null> {
    return (await loadSeat(context, seat))?.state ?? null;
  }

  @FieldResolver(() => Money, {
    nullable: true,
    description: 'Fare of its cabin and its surcharges, tax included; null: not sold.',
  })
  async price(@Root() seat: SeatType, @Ctx() context: BookingsContext): Promise<Money | null> {
    return (await loadSeat(context, seat))?.price ?? null;
  }
}
