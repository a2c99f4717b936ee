import tzLookup from '@photostructure/tz-lookup';
import { countryByName } from '../find-country.js';
import type { ImportReport } from '../import-report.js';
import { type Line, readLines } from './read-lines.js';

/** An airport as the graph takes it. */
export interface AirportRow {
  readonly line: number;
  readonly code: string;
  readonly name: string;
  readonly country: string;
  readonly timeZone: string;
  readonly latitude: number;
  readonly longitude: number;
}

const COLUMNS = 14;

/** The airports of airports.dat; one without a zone gets that of its position, one without a code its OpenFlights number, and the report says so. */
export async function readAirports(file: string, report: ImportReport): Promise<AirportRow[]> {
  const airports: AirportRow[] = [];
  const onFault = (line: number, message: string) => void report.faults.push({ line, message });
  for await (const line of readLines(file, onFault)) {
    const row = readAirport(line, report);
    if (typeof row === 'string') onFault(line.line, row);
    else airports.push(row);
  }
  report.read = airports.length + report.faults.length;
  return airports;
}

function readAirport({ line, columns }: Line, report: ImportReport): AirportRow | string {
  if (columns.length !== COLUMNS) return `The line has ${columns.length} columns instead of ${COLUMNS}.`;
  const [id, name, , countryName, iata, icao, north, east, , , , zone] = columns;
  const code = iata ?? icao ?? `OF-${id}`;
  const [latitude, longitude] = [Number(north ?? Number.NaN), Number(east ?? Number.NaN)];
  if (name == null) return `Airport ${code} has no name.`;
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) return `Airport ${code} has no position on earth.`;
  const country = countryByName(countryName ?? '');
  if (country === undefined) return `Airport ${code} is in "${countryName ?? ''}", which is no country.`;
  const timeZone = zone ?? tzLookup(latitude, longitude);
  if (iata == null && icao == null)
    report.mended.push({ line, message: `${name} has neither an IATA nor an ICAO code; it is ${code} here.` });
  if (zone == null) report.mended.push({ line, message: `${code} has no zone; at its position it is ${timeZone}.` });
  return { line, code, name, country, timeZone, latitude, longitude };
}
