import type { AirportRow } from './read-airports.js';
import type { Route } from './read-routes.js';

/** A flight as the graph takes it. */
export interface TimetableRow {
  readonly line: number;
  readonly number: string;
  readonly originCode: string;
  readonly destinationCode: string;
  readonly departs: string;
  readonly durationMinutes: number;
  readonly aircraftCode: string;
  readonly currency: string;
  readonly fare: object;
}

const DAY_MS = 86_400_000;
const EARTH_KM = 6371;
const CRUISE_KM_PER_MINUTE = 13.8;
const GROUND_MINUTES = 35;

/** The days from the first to the last, both included. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MS)
    days.push(new Date(at).toISOString().slice(0, 10));
  return days;
}

/** OpenFlights knows routes but no times: one flight a day, at an hour that follows from its number, so that a repeat plans the same. */
export function planFlight({ line, number, origin, destination, aircraftCode }: Route, day: string): TimetableRow {
  const km = distanceKm(origin, destination);
  const economy = Math.round(4900 + km * 8);
  return {
    line,
    number,
    originCode: origin.code,
    destinationCode: destination.code,
    departs: `${day}T${departureTime(number)}`,
    durationMinutes: Math.round((km / CRUISE_KM_PER_MINUTE + GROUND_MINUTES) / 5) * 5,
    aircraftCode,
    currency: 'EUR',
    fare: { fares: [{ cabinClass: 'ECONOMY', priceMinor: String(economy) }] },
  };
}

/** Between 06:00 and 22:55: clocks are changed at night. */
function departureTime(number: string): string {
  let hash = 7;
  for (const letter of number) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
  const minutes = 6 * 60 + (hash % 204) * 5;
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

function distanceKm(from: AirportRow, to: AirportRow): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const half =
    Math.sin(radians(to.latitude - from.latitude) / 2) ** 2 +
    Math.cos(radians(from.latitude)) *
      Math.cos(radians(to.latitude)) *
      Math.sin(radians(to.longitude - from.longitude) / 2) ** 2;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(half)));
}
