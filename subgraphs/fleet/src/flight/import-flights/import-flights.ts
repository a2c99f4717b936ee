import { transact } from '@fleetgraph/kit/database/transact';
import { UserError } from '@fleetgraph/kit/graphql/user-error';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { FareTerms } from '../../catalogue/pricing/rate-terms.js';
import { TaxCategory } from '../../catalogue/pricing/tax/tax-category.js';
import { publishBookables } from '../../catalogue/publish/publish-bookables.js';
import { ImportReport, MAX_ROWS } from '../../editing/import/import-report.js';
import { mergeRow } from '../../editing/import/merge-row.js';
import { faultUnless, refuseFaults } from '../../editing/refuse-faults.js';
import { SupplyNotFound } from '../../editing/supply.errors.js';
import { Location, LocationKind } from '../../place/location.entity.js';
import { naturalKey } from '../../place/save-location/add-location.js';
import { Aircraft } from '../aircraft/aircraft.entity.js';
import { Flight } from '../flight.entity.js';
import { instantAt, localAt, type PlannedFlight, planFlight } from '../plan/plan-flight.js';

/** A flight from a timetable. */
export interface TimetableRow {
  readonly line: number;
  readonly number: string;
  readonly originCode: string;
  readonly destinationCode: string;
  /** Wall-clock time at the origin. */
  readonly departs: string;
  readonly durationMinutes: number;
  readonly aircraftCode: string;
  readonly currency: string;
  readonly fare: FareTerms;
}

interface Known {
  readonly airports: ReadonlyMap<string | null, Location>;
  readonly aircraft: ReadonlyMap<string, Aircraft>;
}

/** Adds and updates flights by number and local day in one transaction; rows with faults are reported and left out. */
export async function importFlights(em: EntityManager, rows: readonly TimetableRow[]): Promise<ImportReport> {
  refuseFaults([faultUnless(rows.length <= MAX_ROWS, 'rows', `At most ${MAX_ROWS} rows at once.`)]);
  return transact(em, async (tx) => {
    const report = new ImportReport();
    const known = await readKnown(tx, rows);
    const flights = await readFlights(tx, rows);
    const told = new Set<Flight>();
    for (const row of rows) {
      const planned = await planRow(tx, row, known);
      if (planned instanceof UserError) {
        report.faults.push({ line: row.line, message: planned.message });
        continue;
      }
      const before = flights.get(flightKey(planned));
      if (before === undefined) {
        const flight = Object.assign(new Flight(), planned);
        tx.persist(flight);
        flights.set(flightKey(flight), flight);
        told.add(flight);
        report.added += 1;
      } else if (mergeRow(before, planned)) {
        told.add(before);
        report.changed += 1;
      } else report.unchanged += 1;
    }
    await publishBookables(tx, [...told]);
    return report;
  });
}

const flightKey = ({ number, departsOn }: Pick<Flight, 'number' | 'departsOn'>): string => `${number} ${departsOn}`;

async function readKnown(tx: EntityManager, rows: readonly TimetableRow[]): Promise<Known> {
  const codes = new Set(rows.flatMap(({ originCode, destinationCode }) => [originCode, destinationCode]));
  const keys = [...codes].map((code) => naturalKey(LocationKind.AIRPORT, code));
  const airports = await tx.find(Location, { naturalKey: { $in: keys } });
  const aircraft = await tx.find(Aircraft, {
    code: { $in: [...new Set(rows.map(({ aircraftCode }) => aircraftCode))] },
  });
  return {
    airports: new Map(airports.map((airport) => [airport.code, airport])),
    aircraft: new Map(aircraft.map((one) => [one.code, one])),
  };
}

async function readFlights(tx: EntityManager, rows: readonly TimetableRow[]): Promise<Map<string, Flight>> {
  const flights = await tx.find(Flight, {
    number: { $in: [...new Set(rows.map(({ number }) => number))] },
    departsOn: { $in: [...new Set(rows.map(({ departs }) => departs.slice(0, 10)))] },
  });
  return new Map(flights.map((flight) => [flightKey(flight), flight]));
}

async function planRow(tx: EntityManager, row: TimetableRow, known: Known): Promise<PlannedFlight | UserError> {
  const { line: _, originCode, destinationCode, aircraftCode, durationMinutes, ...plan } = row;
  const origin = known.airports.get(originCode);
  const destination = known.airports.get(destinationCode);
  const aircraft = known.aircraft.get(aircraftCode);
  if (origin === undefined) return new SupplyNotFound('Airport', originCode);
  if (destination === undefined) return new SupplyNotFound('Airport', destinationCode);
  if (aircraft === undefined) return new SupplyNotFound('Aircraft', aircraftCode);
  const departsAt = instantAt(plan.departs, origin.timeZone);
  const arrivesAt = new Date((departsAt?.getTime() ?? 0) + durationMinutes * 60_000);
  const ends = { originId: origin.id, destinationId: destination.id, aircraftId: aircraft.id };
  const arrives = localAt(arrivesAt, destination.timeZone);
  try {
    return await planFlight(tx, { ...plan, ...ends, arrives, taxCategory: TaxCategory.ZERO });
  } catch (refusal) {
    if (refusal instanceof UserError) return refusal;
    throw refusal;
  }
}
