import path from 'node:path';
import type { ImportReport } from '../import-report.js';
import type { AirportRow } from './read-airports.js';
import { readLines } from './read-lines.js';

/** A route that is flown once a day. */
export interface Route {
  readonly line: number;
  /** Carrier and number. */
  readonly number: string;
  readonly origin: AirportRow;
  readonly destination: AirportRow;
  readonly aircraftCode: string;
}

/** Which routes are wanted. */
export interface WantedRoutes {
  readonly carriers?: readonly string[] | undefined;
  readonly limit?: number | undefined;
}

const COLUMNS = 9;
const MOST_FLIGHTS = 9999;
const DEFAULT_AIRCRAFT = '320';

/** The routes of routes.dat that their carrier flies itself; each gets a number by its place among those of its carrier. */
export async function readRoutes(
  folder: string,
  { airports, carriers, limit }: WantedRoutes & { airports: readonly AirportRow[] },
  report: ImportReport,
): Promise<Route[]> {
  const byCode = new Map(airports.map((airport) => [airport.code, airport]));
  const numbers = new Map<string, number>();
  const routes: Route[] = [];
  const onFault = (line: number, message: string) => void report.faults.push({ line, message });
  for await (const { line, columns } of readLines(path.join(folder, 'routes.dat'), onFault)) {
    const [carrier, , from, , to, , codeshare, , equipment] = columns;
    if (routes.length === limit) break;
    if (codeshare === 'Y' || (carriers !== undefined && !carriers.includes(carrier ?? ''))) continue;
    const origin = byCode.get(from ?? '');
    const destination = byCode.get(to ?? '');
    const number = (numbers.get(carrier ?? '') ?? 0) + 1;
    if (columns.length !== COLUMNS) onFault(line, `The line has ${columns.length} columns instead of ${COLUMNS}.`);
    else if (!/^[A-Z0-9]{2}$/.test(carrier ?? '')) onFault(line, `"${carrier}" is no IATA code of a carrier.`);
    else if (origin === undefined) onFault(line, `Airport "${from}" is not known.`);
    else if (destination === undefined) onFault(line, `Airport "${to}" is not known.`);
    else if (origin === destination) onFault(line, `The route leads from ${from} to ${to}.`);
    else if (number > MOST_FLIGHTS) onFault(line, `${carrier} has more than ${MOST_FLIGHTS} flights.`);
    else {
      numbers.set(carrier ?? '', number);
      const aircraftCode = equipment?.split(' ')[0] ?? DEFAULT_AIRCRAFT;
      routes.push({ line, number: `${carrier}${number}`, origin, destination, aircraftCode });
    }
  }
  return routes;
}

/** Names of aircraft by their IATA codes, from planes.dat. */
export async function readAircraftNames(folder: string): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  // A broken line only costs a name: the code stands in for it.
  for await (const { columns } of readLines(path.join(folder, 'planes.dat'), () => {})) {
    const [name, code] = columns;
    if (name != null && code != null) names.set(code, name);
  }
  return names;
}
