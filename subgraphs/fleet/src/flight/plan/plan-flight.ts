import type { EntityManager } from '@mikro-orm/postgresql';
import { Temporal } from 'temporal-polyfill';
import { pictureOf } from '../../catalogue/media/picture.js';
import { termsFaults } from '../../catalogue/pricing/check-terms.js';
import type { FareTerms } from '../../catalogue/pricing/rate-terms.js';
import type { TaxCategory } from '../../catalogue/pricing/tax/tax-category.js';
import { requireRow } from '../../editing/edit-versioned.js';
import { faultOf, faultUnless, refuseFaults } from '../../editing/refuse-faults.js';
import { Location, LocationKind } from '../../place/location.entity.js';
import { Aircraft } from '../aircraft/aircraft.entity.js';
import type { Flight } from '../flight.entity.js';

/** A flight as it is planned: times are wall-clock times of the airports. */
export interface FlightPlan {
  readonly number: string;
  readonly originId: string;
  readonly destinationId: string;
  readonly departs: string;
  readonly arrives: string;
  readonly aircraftId: string;
  readonly currency: string;
  readonly taxCategory: TaxCategory;
  readonly fare: FareTerms;
}

/** The columns of a flight that follow from its plan. */
export type PlannedFlight = Omit<Flight, 'id' | 'version' | 'retiredAt' | 'kind' | 'locationId'>;

/** Checks a plan and works out its instants. */
export async function planFlight(em: EntityManager, plan: FlightPlan): Promise<PlannedFlight> {
  const origin = await requireRow(em, Location, plan.originId);
  const destination = await requireRow(em, Location, plan.destinationId);
  const aircraft = await requireRow(em, Aircraft, plan.aircraftId);
  const departsAt = instantAt(plan.departs, origin.timeZone);
  const arrivesAt = instantAt(plan.arrives, destination.timeZone);
  const cabins = new Set(aircraft.cabins.map((cabin) => cabin.class));
  refuseFaults([
    faultUnless(
      /^[A-Z0-9]{2}\d{1,4}[A-Z]?$/.test(plan.number),
      'number',
      'A flight number is a carrier of two characters and up to four digits: LH454.',
    ),
    faultUnless(origin.kind === LocationKind.AIRPORT, 'originId', 'Flights leave from airports.'),
    faultUnless(destination.kind === LocationKind.AIRPORT, 'destinationId', 'Flights go to airports.'),
    faultOf('departs', departsAt === undefined ? `The clocks at ${origin.name} never show this time.` : undefined),
    faultOf('arrives', arrivesAt === undefined ? `The clocks at ${destination.name} never show this time.` : undefined),
    ...termsFaults({ fare: plan.fare }),
    ...plan.fare.fares.map(({ cabinClass }) =>
      faultUnless(cabins.has(cabinClass), 'fare', `The aircraft has no ${cabinClass}.`),
    ),
  ]);
  // Both are known here: refuseFaults has thrown otherwise.
  return lay(plan, { origin, destination, departsAt: departsAt as Date, arrivesAt: arrivesAt as Date });
}

function lay(
  plan: FlightPlan,
  legs: { origin: Location; destination: Location; departsAt: Date; arrivesAt: Date },
): PlannedFlight {
  const { origin, destination, departsAt, arrivesAt } = legs;
  refuseFaults([faultUnless(arrivesAt > departsAt, 'arrives', 'A flight arrives after it has left, in UTC.')]);
  const { number, originId, destinationId, aircraftId, currency, taxCategory, fare } = plan;
  return {
    ...{ number, originId, destinationId, aircraftId, currency, taxCategory, fare, departsAt, arrivesAt },
    carrier: number.slice(0, 2),
    title: `${number} ${origin.name} – ${destination.name}`,
    departsOn: plan.departs.slice(0, 10),
    departsZone: origin.timeZone,
    arrivesZone: destination.timeZone,
    media: [pictureOf('flight', number.slice(0, 2), `An aircraft of ${number.slice(0, 2)} in the air`)],
  };
}

/** The instant of a wall-clock time; undefined for a time that the clocks skip. Of a doubled hour the first one counts. */
export function instantAt(local: string, timeZone: string): Date | undefined {
  const wanted = Temporal.PlainDateTime.from(local);
  const zoned = wanted.toZonedDateTime(timeZone, { disambiguation: 'compatible' });
  return zoned.toPlainDateTime().equals(wanted) ? new Date(zoned.epochMilliseconds) : undefined;
}

/** What the clock on the wall shows at an instant, to the second. */
export const localAt = (at: Date, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' });
