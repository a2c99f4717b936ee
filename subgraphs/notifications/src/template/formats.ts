import type { Amount, BookingLine, Formats } from './template.js';

/** Writes amounts and times of a language; times in the zone of the place, with its name. */
export function formatsOf(locale: string): Formats {
  const money = ({ amountMinor, currency }: Amount): string => {
    const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
    return format.format(decimal(amountMinor, format.resolvedOptions().maximumFractionDigits ?? 2));
  };
  const time = (instant: string, timeZone: string): string =>
    new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'long', timeZone }).format(new Date(instant));
  const lines = (booked: readonly BookingLine[]): (readonly [string, string])[] =>
    booked.map(({ title, from, timeZone, gross }) => [
      from === null || timeZone === null ? title : `${title}, ${time(from, timeZone)}`,
      money(gross),
    ]);
  return { money, time, lines };
}

/** Minor units as a decimal text: a float would lose digits. */
function decimal(amountMinor: string, digits: number): `${number}` {
  const sign = amountMinor.startsWith('-') ? '-' : '';
  const units = amountMinor.replace('-', '').padStart(digits + 1, '0');
  const whole = units.slice(0, units.length - digits);
  // Digits only, as stored: a number's text.
  return `${sign}${whole}.${units.slice(units.length - digits) || '0'}` as `${number}`;
}
