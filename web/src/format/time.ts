/** A promised time at a place, as the graph sends it. */
export interface ZonedTimeValue {
  at: string;
  timeZone: string;
  local: string;
}

/** From when to when, at a place; open when `to` is missing. */
export interface WindowValue {
  from: ZonedTimeValue;
  to?: ZonedTimeValue | null | undefined;
}

const DAY: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short' };
const CLOCK: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

/** The zone of the reader. */
export const viewerZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Day and clock of a place, with the zone when the reader's clock shows another time. */
export function formatZoned({ at, timeZone }: ZonedTimeValue, locale: string, reader = viewerZone()): string {
  const instant = new Date(at);
  const text = new Intl.DateTimeFormat(locale, { ...DAY, ...CLOCK, timeZone }).format(instant);
  return withZone(text, instant, { timeZone, reader, locale });
}

/** Only the clock of a place: departures and arrivals, always with its zone. */
export function formatClock({ at, timeZone }: ZonedTimeValue, locale: string): string {
  return new Intl.DateTimeFormat(locale, { ...CLOCK, timeZone, timeZoneName: 'short' }).format(new Date(at));
}

/** Only the day of a place. */
export function formatDay({ at, timeZone }: ZonedTimeValue, locale: string): string {
  return new Intl.DateTimeFormat(locale, { ...DAY, timeZone }).format(new Date(at));
}

/** A period in one line; what both ends share is said once. */
export function formatWindow({ from, to }: WindowValue, locale: string, reader = viewerZone()): string {
  if (!to) return formatZoned(from, locale, reader);
  if (to.timeZone !== from.timeZone) return `${formatZoned(from, locale, '')} – ${formatZoned(to, locale, '')}`;
  const start = new Date(from.at);
  const format = new Intl.DateTimeFormat(locale, { ...DAY, ...CLOCK, timeZone: from.timeZone });
  return withZone(format.formatRange(start, new Date(to.at)), start, { timeZone: from.timeZone, reader, locale });
}

/** A recorded instant on the reader's own clock. */
export function formatInstant(at: string | Date, locale: string, timeZone = viewerZone()): string {
  return new Intl.DateTimeFormat(locale, { ...DAY, ...CLOCK, timeZone }).format(new Date(at));
}

/** Minutes as hours and minutes. */
export function formatMinutes(minutes: number, locale: string): string {
  const hours = Math.floor(minutes / 60);
  const unit = (value: number, name: string) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
  const rest = minutes % 60;
  if (hours === 0) return unit(rest, 'minute');
  return rest === 0 ? unit(hours, 'hour') : `${unit(hours, 'hour')} ${unit(rest, 'minute')}`;
}

function withZone(
  text: string,
  instant: Date,
  { timeZone, reader, locale }: { timeZone: string; reader: string; locale: string },
): string {
  if (reader !== '' && offsetOf(instant, timeZone) === offsetOf(instant, reader)) return text;
  return `${text} ${zoneName(instant, timeZone, locale)}`;
}

function zoneName(instant: Date, timeZone: string, locale: string): string {
  return partOf(new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'short' }), instant) ?? timeZone;
}

function offsetOf(instant: Date, timeZone: string): string | undefined {
  return partOf(new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }), instant);
}

function partOf(format: Intl.DateTimeFormat, instant: Date): string | undefined {
  return format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value;
}
