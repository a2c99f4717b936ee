import { FieldFault } from '@fleetgraph/kit/graphql/common-errors';
import { LocationKind } from './location.entity.js';

/** What is checked of a place, whether a person or an import names it. */
export interface PlaceFacts {
  readonly name: string;
  readonly kind: LocationKind;
  readonly timeZone: string;
  readonly latitude: number;
  readonly longitude: number;
  readonly capacity?: number | null;
  readonly openingHours?: string | null;
}

/** True for a name of the IANA time zone database. */
export function isTimeZone(name: string): boolean {
  // Intl also accepts offsets such as +02:00, which say nothing about daylight saving time.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Everything that is wrong with a place; empty when nothing is. */
export function placeFaults(place: PlaceFacts): FieldFault[] {
  const { name, timeZone, latitude, longitude, capacity, openingHours } = place;
  const checks: [boolean, string, string][] = [
    [name.trim().length > 0 && name.length <= 200, 'name', 'A name has 1 to 200 characters.'],
    [isTimeZone(timeZone), 'timeZone', `"${timeZone}" is not an IANA time zone.`],
    [Math.abs(latitude) <= 90, 'position.latitude', 'A latitude is between -90 and 90 degrees.'],
    [Math.abs(longitude) <= 180, 'position.longitude', 'A longitude is between -180 and 180 degrees.'],
    [capacity == null || capacity >= 0, 'capacity', 'A capacity is not negative.'],
    [(openingHours ?? '').length <= 500, 'openingHours', 'Opening hours have at most 500 characters.'],
  ];
  return checks.filter(([isRight]) => !isRight).map(([, path, message]) => new FieldFault(path, message));
}
