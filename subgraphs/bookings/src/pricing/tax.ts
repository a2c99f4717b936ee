import type { Charge, PricedPart } from './charge.js';
import { divideHalfUp, shareOf, splitRounded } from './money-math.js';

/** A line before tax: its parts, gross, and the category that taxes all of them. */
export interface TaxableLine {
  readonly parts: readonly PricedPart[];
  readonly taxCategory: string;
  readonly taxRateBps: number;
}

/** Tax contained in a gross amount, rounded half up once. */
export const taxWithin = (grossMinor: bigint, rateBps: number): bigint =>
  divideHalfUp(grossMinor * BigInt(rateBps), BigInt(10_000 + rateBps));

/** Tax to add to net amounts of one category: worked out on their sum, never on each. */
export const taxOnNet = (netsMinor: readonly bigint[], rateBps: number): bigint =>
  shareOf(
    netsMinor.reduce((sum, net) => sum + net, 0n),
    rateBps,
  );

/** Works out the tax of a document per category on the sum, and gives every part its share of it, to the last cent. */
export function chargesWithTax(lines: readonly TaxableLine[]): Charge[][] {
  const shares = new Map<PricedPart, bigint>();
  for (const { rateBps, parts } of partsByCategory(lines)) {
    const taxes = splitRounded(
      parts.map(({ amountMinor }) => amountMinor),
      (sum) => taxWithin(sum, rateBps),
    );
    for (const [i, part] of parts.entries()) shares.set(part, taxes[i] ?? 0n);
  }
  return lines.map(({ parts }) => parts.map((part) => ({ ...part, taxMinor: shares.get(part) ?? 0n })));
}

function partsByCategory(lines: readonly TaxableLine[]): { rateBps: number; parts: PricedPart[] }[] {
  const categories = new Map<string, { rateBps: number; parts: PricedPart[] }>();
  for (const { taxCategory, taxRateBps, parts } of lines) {
    const key = `${taxCategory} ${taxRateBps}`;
    const category = categories.get(key) ?? { rateBps: taxRateBps, parts: [] };
    category.parts.push(...parts);
    categories.set(key, category);
  }
  return [...categories.values()];
}
