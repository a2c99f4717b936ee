import { divideHalfUp } from './divide.js';

/** What was charged for a line, and how much of it earlier credit notes gave back. */
export interface CreditableLine {
  readonly grossMinor: bigint;
  readonly taxMinor: bigint;
  readonly creditedMinor: bigint;
}

/**
 * The tax inside the next credit of a line: the rounded cumulative tax minus what was credited before.
 * Whatever the order and size of the credits, the last one takes the remaining cent and their sum is the line's tax.
 */
export function creditTax({ grossMinor, taxMinor, creditedMinor }: CreditableLine, amountMinor: bigint): bigint {
  if (amountMinor < 0n || creditedMinor + amountMinor > grossMinor) {
    throw new RangeError('A credit must not exceed what is left of its line.');
  }
  if (grossMinor === 0n) return 0n;
  const taxUpTo = (credited: bigint) => divideHalfUp(taxMinor * credited, grossMinor);
  return taxUpTo(creditedMinor + amountMinor) - taxUpTo(creditedMinor);
}
