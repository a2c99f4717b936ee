/** Divides and rounds half up (towards +∞ at exactly one half), exact for any size. */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  const doubled = 2n * numerator + denominator;
  const quotient = doubled / (2n * denominator);
  // BigInt division truncates towards zero; half-up needs the floor.
  return doubled < 0n && quotient * 2n * denominator !== doubled ? quotient - 1n : quotient;
}

/** A share of an amount in basis points (250 is 2.5 %), rounded half up once. */
export function shareOf(amountMinor: bigint, basisPoints: number): bigint {
  return divideHalfUp(amountMinor * BigInt(basisPoints), 10_000n);
}

/** Splits what was rounded once over its parts, so that the parts always sum to the whole. */
export function splitRounded(parts: readonly bigint[], round: (sum: bigint) => bigint): bigint[] {
  let sum = 0n;
  let given = 0n;
  return parts.map((part) => {
    sum += part;
    const share = round(sum) - given;
    given += share;
    return share;
  });
}

/** An amount for a rule's text: `EUR 12.50`, `JPY 1250`, `KWD 0.025`. */
export function formatMoney(amountMinor: bigint, currency: string): string {
  const digits = minorDigits(currency);
  const sign = amountMinor < 0n ? '-' : '';
  const text = (amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(digits + 1, '0');
  return digits === 0
    ? `${currency} ${sign}${text}`
    : `${currency} ${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

const digitsOf = new Map<string, number>();

/** Asking Intl costs more than the rest of a price, and there are few currencies. */
function minorDigits(currency: string): number {
  const known = digitsOf.get(currency);
  if (known !== undefined) return known;
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  digitsOf.set(currency, maximumFractionDigits);
  return maximumFractionDigits;
}
