import { divideHalfUp, splitByWeight } from './divide.js';

/** Whether the prices of a document contain their tax. */
export type PriceBasis = 'NET' | 'GROSS';

/** One line of a document: its price, and which tax it bears. */
export interface TaxableLine {
  readonly amountMinor: bigint;
  readonly taxCategory: string;
  readonly taxRateBps: number;
}

/** What a document owes at one rate. */
export interface TaxSubtotal {
  readonly taxCategory: string;
  readonly taxRateBps: number;
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
}

/** The tax of a whole document, and each line's exact share of it. */
export interface DocumentTax {
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
  readonly grossMinor: bigint;
  readonly subtotals: readonly TaxSubtotal[];
  /** In the order of the lines; they sum to `taxMinor`. */
  readonly lineTaxMinor: readonly bigint[];
}

const BPS = 10_000n;

/** Computes tax once per category on the document (EN 16931), never per rounded line, and shares it out to the lines. */
export function computeTax(lines: readonly TaxableLine[], basis: PriceBasis): DocumentTax {
  const groups = Map.groupBy(
    lines.map((line, index) => ({ ...line, index })),
    (line) => `${line.taxCategory} ${line.taxRateBps}`,
  );
  const lineTaxMinor = lines.map(() => 0n);
  const subtotals = [...groups.values()].map((group): TaxSubtotal => {
    const [{ taxCategory, taxRateBps }] = group as [(typeof group)[number]]; // groupBy makes no empty group
    const amounts = group.map((line) => line.amountMinor);
    const { netMinor, taxMinor } = taxOf(sum(amounts), BigInt(taxRateBps), basis);
    splitByWeight(taxMinor, amounts).forEach((share, position) => {
      const line = group[position];
      if (line) lineTaxMinor[line.index] = share;
    });
    return { taxCategory, taxRateBps, netMinor, taxMinor };
  });
  const netMinor = sum(subtotals.map((subtotal) => subtotal.netMinor));
  const taxMinor = sum(subtotals.map((subtotal) => subtotal.taxMinor));
  return { netMinor, taxMinor, grossMinor: netMinor + taxMinor, subtotals, lineTaxMinor };
}

function taxOf(amount: bigint, rateBps: bigint, basis: PriceBasis) {
  if (basis === 'NET') return { netMinor: amount, taxMinor: divideHalfUp(amount * rateBps, BPS) };
  const taxMinor = divideHalfUp(amount * rateBps, BPS + rateBps);
  return { netMinor: amount - taxMinor, taxMinor };
}

/** Adds up minor units of one currency. */
export const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((total, amount) => total + amount, 0n);
