/** An amount as the graph sends it. */
export interface MoneyValue {
  amountMinor: string | number;
  currency: string;
}

/** Writes money with its currency, exactly: the digits never pass through a float. */
export function formatMoney({ amountMinor, currency }: MoneyValue, locale: string): string {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  // A decimal string keeps every digit; TypeScript knows only the numeric literal form of it.
  return format.format(decimalOf(amountMinor, minorDigits(format)) as Intl.StringNumericLiteral);
}

/** Whether nothing is to be paid. */
export function isZero({ amountMinor }: MoneyValue): boolean {
  return BigInt(amountMinor) === 0n;
}

/** How many cents, yen or fils are in one. */
export function minorFactor(currency: string): number {
  return 10 ** minorDigits(new Intl.NumberFormat('en', { style: 'currency', currency }));
}

function minorDigits(format: Intl.NumberFormat): number {
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

function decimalOf(amountMinor: string | number, digits: number): string {
  const minor = BigInt(amountMinor);
  const text = (minor < 0n ? -minor : minor).toString().padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const decimal = digits === 0 ? whole : `${whole}.${text.slice(-digits)}`;
  return minor < 0n ? `-${decimal}` : decimal;
}
