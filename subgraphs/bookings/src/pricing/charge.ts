/** One priced part of a line before tax is worked out: what, how much of it, and the rule that made it. Gross. */
export interface PricedPart {
  readonly code: string;
  readonly title: string;
  readonly quantity: number;
  readonly unit: string;
  readonly amountMinor: bigint;
  readonly rule: string;
}

/** A part with the tax it contains. */
export interface Charge extends PricedPart {
  readonly taxMinor: bigint;
}

/** Everything a line costs, tax included. */
export const sumOf = (parts: readonly { readonly amountMinor: bigint }[]): bigint =>
  parts.reduce((sum, part) => sum + part.amountMinor, 0n);

/** The bookable's plan cannot price what was asked; the message is for the caller. */
export class NotPriceable extends Error {}
