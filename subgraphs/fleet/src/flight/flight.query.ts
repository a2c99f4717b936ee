import { batchByKey } from '@fleetgraph/kit/database/batch-by-key';
import { batchedLoader } from '@fleetgraph/kit/graphql/batched-loader';
import { CacheControl } from '@fleetgraph/kit/graphql/directives';
import { DateScalar } from '@fleetgraph/kit/graphql/scalars';
import { ZonedTime } from '@fleetgraph/kit/graphql/zoned-time.type';
import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { FleetContext } from '../context.js';
import type { Location } from '../place/location.entity.js';
import { requireLocation } from '../place/location.loader.js';
import { LocationType } from '../place/location.type.js';
import { Aircraft } from './aircraft/aircraft.entity.js';
import { Flight } from './flight.entity.js';
import { FlightType } from './flight.type.js';
import { mapSeats } from './map-seats.js';
import { SeatMapType } from './seat-map.type.js';

const loadAircraft = batchedLoader<string, Aircraft | undefined, FleetContext>(async (ids, { em }) =>
  batchByKey(ids, await em.find(Aircraft, { id: { $in: [...ids] } }), ({ id }) => id),
);

async function requireAircraft(context: FleetContext, id: string): Promise<Aircraft> {
  const aircraft = await loadAircraft(context, id);
  if (aircraft === undefined) throw new Error(`Aircraft ${id} is referred to but missing`);
  return aircraft;
}

/** Reads flights. */
@Resolver(() => FlightType)
export class FlightQuery {
  @Query(() => FlightType, {
    nullable: true,
    description: 'One flight by number and local day of departure; null: there is none.',
  })
  flight(
    @Arg('number', () => String, { description: 'Carrier and number: LH454; spaces are ignored.' }) number: string,
    @Arg('departsOn', () => DateScalar, { description: 'Day on the calendar at the airport of departure.' })
    departsOn: string,
    @Ctx() { em }: FleetContext,
  ): Promise<Flight | null> {
    return em.findOne(Flight, { number: number.replaceAll(' ', '').toUpperCase(), departsOn });
  }

  @FieldResolver(() => LocationType, { description: 'Airport it leaves from.' })
  origin(@Root() { originId }: Flight, @Ctx() context: FleetContext): Promise<Location> {
    return requireLocation(context, originId);
  }

  @FieldResolver(() => LocationType, { description: 'Airport it goes to.' })
  destination(@Root() { destinationId }: Flight, @Ctx() context: FleetContext): Promise<Location> {
    return requireLocation(context, destinationId);
  }

  @CacheControl({ inheritMaxAge: true })
  @FieldResolver(() => ZonedTime, { description: 'Departure, local to the origin.' })
  departs(@Root() { departsAt, departsZone }: Flight): ZonedTime {
    return new ZonedTime(departsAt, departsZone);
  }

  @CacheControl({ inheritMaxAge: true })
  @FieldResolver(() => ZonedTime, { description: 'Arrival, local to the destination; may show the day before.' })
  arrives(@Root() { arrivesAt, arrivesZone }: Flight): ZonedTime {
    return new ZonedTime(arrivesAt, arrivesZone);
  }

  @FieldResolver(() => String, { description: 'Type of aircraft.' })
  async aircraft(@Root() { aircraftId }: Flight, @Ctx() context: FleetContext): Promise<string> {
    return (await requireAircraft(context, aircraftId)).name;
  }

  @FieldResolver(() => SeatMapType, { description: 'Its seats; what is free and what it costs is added by bookings.' })
  async seatMap(@Root() { id, aircraftId }: Flight, @Ctx() context: FleetContext): Promise<SeatMapType> {
    return mapSeats(id, (await requireAircraft(context, aircraftId)).cabins);
  }
}
