/** Divides money half up (away from zero for negative amounts); the divisor is positive. */
export function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  if (divisor <= 0n) throw new RangeError('The divisor must be positive.');
  const magnitude = dividend < 0n ? -dividend : dividend;
  const quotient = (2n * magnitude + divisor) / (2n * divisor);
  return dividend < 0n ? -quotient : quotient;
}

/**
 * Splits an amount over weights so that the parts sum to it exactly (largest remainder; a tie goes to the earlier one).
 * No part exceeds its weight while the amount does not exceed their sum. All weights zero: all parts zero.
 */
export function splitByWeight(amount: bigint, weights: readonly bigint[]): bigint[] {
  const sum = weights.reduce((total, weight) => total + weight, 0n);
  if (sum === 0n) return weights.map(() => 0n);
  const shares = weights.map((weight, index) => ({
    index,
    part: (amount * weight) / sum,
    remainder: (amount * weight) % sum,
  }));
  let missing = amount - shares.reduce((total, { part }) => total + part, 0n);
  for (const share of [...shares].sort((a, b) =>
    a.remainder === b.remainder ? 0 : a.remainder < b.remainder ? 1 : -1,
  )) {
    if (missing === 0n) break;
    share.part += 1n;
    missing -= 1n;
  }
  return shares.map(({ part }) => part);
}
