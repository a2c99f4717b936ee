import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import type { EntityManager } from '@mikro-orm/postgresql';
import { taxRateBps } from '../catalogue/pricing/tax/tax-rate.js';
import type { Snapshot } from '../catalogue/publish/snapshot.js';
import { requireRow } from '../editing/edit-versioned.js';
import { Location } from '../place/location.entity.js';
import { Aircraft } from './aircraft/aircraft.entity.js';
import { seatsOf } from './aircraft/seat-plan.js';
import type { Flight } from './flight.entity.js';

/** What others learn of a flight. */
export async function describeFlight(em: EntityManager, flight: Flight): Promise<Snapshot> {
  const origin = await requireRow(em, Location, flight.originId);
  const destination = await requireRow(em, Location, flight.destinationId);
  const aircraft = await requireRow(em, Aircraft, flight.aircraftId);
  const { number, carrier, currency, taxCategory } = flight;
  return {
    details: { case: 'flight', value: detailsOf(flight, aircraft) },
    pricing: {
      planId: flight.id,
      currency,
      taxCategory,
      taxRateBps: await taxRateBps(em, origin.country, taxCategory),
      terms: { fare: flight.fare },
    },
    words: ['flight', number, carrier, origin.name, origin.code, destination.name, destination.code, aircraft.name],
    place: origin,
    facets: {
      country: origin.country,
      carrier,
      from: origin.code ?? origin.name,
      to: destination.code ?? destination.name,
    },
    endsAt: flight.departsAt,
  };
}

function detailsOf(flight: Flight, aircraft: Aircraft) {
  const { number, carrier, originId, destinationId, departsZone, arrivesZone } = flight;
  return {
    number,
    carrier,
    originId,
    destinationId,
    departsAt: timestampFromDate(flight.departsAt),
    departsZone,
    arrivesAt: timestampFromDate(flight.arrivesAt),
    arrivesZone,
    aircraft: aircraft.name,
    seats: seatsOf(aircraft.cabins).map(({ designator, cabinClass, features, isBlocked }) => ({
      designator,
      cabinClass,
      features: [...features],
      blocked: isBlocked,
    })),
  };
}
