import { Temporal } from 'temporal-polyfill';

/**
 * The instant at which the clock of a place shows a time. A time that is shown twice means the first, one that is never
 * shown means as much later as the clock jumped (RFC 5545).
 */
export function instantAt(local: string, timeZone: string): Date {
  return new Date(
    Temporal.PlainDateTime.from(local).toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds,
  );
}

/** First instant of the local day that is `daysLater` days after a wall-clock time. */
export function startOfDay(local: string, timeZone: string, daysLater = 0): Date {
  const day = Temporal.PlainDateTime.from(local).toPlainDate().add({ days: daysLater });
  return new Date(day.toZonedDateTime(timeZone).epochMilliseconds);
}

/** What the clock of a place shows at an instant, `YYYY-MM-DDTHH:mm:ss`. */
export function localTime(at: Date, timeZone: string): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  return zoned.toPlainDateTime().toString({ smallestUnit: 'second' });
}

/** The same wall-clock time some days later: not always 24 hours. */
export function addDays(at: Date, days: number, timeZone: string): Date {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  return new Date(zoned.add({ days }).epochMilliseconds);
}
