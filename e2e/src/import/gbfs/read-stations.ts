import tzLookup from '@photostructure/tz-lookup';
import { countryByZone } from '../find-country.js';
import type { ImportReport } from '../import-report.js';
import { type Feeds, field, isObject, rowsOf, text } from './read-feeds.js';

/** A station as the graph takes it. */
export interface StationRow {
  readonly line: number;
  readonly stationId: string;
  readonly shortName: string | null;
  readonly name: string;
  readonly country: string;
  readonly timeZone: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly capacity: number | null;
  readonly isInstalled: boolean;
  readonly isRenting: boolean;
  readonly isReturning: boolean;
}

/** What is known of all stations of a system. */
export interface SystemFacts {
  readonly country?: string | undefined;
  readonly timeZone?: string | undefined;
}

/** The stations of GBFS 1.1 to 3.0; a station without what it needs is reported by its place in the list. */
export function readStations(feeds: Feeds, facts: SystemFacts, report: ImportReport): StationRow[] {
  const statusOf = new Map(
    rowsOf(feeds.stationStatus, 'stations').map((status) => [text(status, 'station_id'), status]),
  );
  return rowsOf(feeds.stationInformation, 'stations').flatMap((station, index) => {
    report.read += 1;
    const line = index + 1;
    const row = readStation(station, statusOf.get(text(station, 'station_id')), facts);
    if (typeof row !== 'string') return [{ line, ...row }];
    report.faults.push({ line, message: row });
    return [];
  });
}

function readStation(station: unknown, status: unknown, facts: SystemFacts): Omit<StationRow, 'line'> | string {
  const stationId = text(station, 'station_id');
  const name = text(station, 'name');
  const latitude = field(station, 'lat');
  const longitude = field(station, 'lon');
  if (stationId === undefined || stationId === '') return 'The station has no station_id.';
  if (name === undefined) return `Station ${stationId} has no name.`;
  if (!isDegrees(latitude, 90) || !isDegrees(longitude, 180)) return `Station ${stationId} has no position on earth.`;
  const timeZone = facts.timeZone ?? tzLookup(latitude, longitude);
  const country = facts.country ?? countryByZone(timeZone);
  if (country === undefined) return `Station ${stationId}: the country of ${timeZone} is not known; use --country.`;
  const place = { stationId, name, latitude, longitude, timeZone, country };
  return {
    ...place,
    shortName: text(station, 'short_name') ?? null,
    capacity: field(station, 'is_virtual_station') === true ? null : capacityOf(station, status),
    isInstalled: flag(status, 'is_installed'),
    isRenting: flag(status, 'is_renting'),
    isReturning: flag(status, 'is_returning'),
  };
}

const isDegrees = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Math.abs(value) <= most;

/** GBFS 1 writes 0 and 1, later versions false and true; a station without a status is open. */
function flag(status: unknown, name: string): boolean {
  const value = field(status, name);
  return value === undefined || value === true || value === 1;
}

/** Docks as the station tells them: by itself, by vehicle type (GBFS 2 and 3), or counted from its status. */
function capacityOf(station: unknown, status: unknown): number | null {
  const told = field(station, 'capacity');
  if (typeof told === 'number') return Math.round(told);
  for (const name of [
    'vehicle_docks_capacity',
    'vehicle_types_capacity',
    'vehicle_capacity',
    'vehicle_type_capacity',
  ]) {
    const parts = field(station, name);
    if (Array.isArray(parts)) return sum(parts.map((part) => field(part, 'count')));
    if (isObject(parts)) return sum(Object.values(parts));
  }
  const docks = field(status, 'num_docks_available');
  return typeof docks === 'number' ? sum(COUNTED.map((name) => field(status, name))) : null;
}

const COUNTED = [
  'num_bikes_available',
  'num_vehicles_available',
  'num_docks_available',
  'num_bikes_disabled',
  'num_docks_disabled',
];

const sum = (numbers: readonly unknown[]): number =>
  numbers.reduce<number>((total, number) => total + (typeof number === 'number' ? number : 0), 0);
