import type { CatalogueRow } from '../../catalogue/catalogue-row.js';
import type { OfferTerms } from '../offer-terms.js';

/** Something that is free, before its price. */
export interface FoundOffer {
  readonly row: CatalogueRow;
  readonly terms: OfferTerms;
  readonly unitsLeft: number;
  /** Extras of the seat that the price is for. */
  readonly seatFeatures: readonly string[];
}

/** A place and the time there that is asked for. */
export interface PlaceWindow {
  readonly locationId: string;
  readonly timeZone: string;
  readonly from: Date;
  readonly to: Date;
}

/** Words that a title must contain, as LIKE patterns. */
export const titlePatterns = (text: string | null | undefined): string[] =>
  (text ?? '')
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);

/** Arrays for `unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[])`. */
export const windowColumns = (windows: readonly (Omit<PlaceWindow, 'to'> & { readonly to: Date | null })[]) => [
  windows.map(({ locationId }) => locationId),
  windows.map(({ timeZone }) => timeZone),
  windows.map(({ from }) => from),
  windows.map(({ to }) => to),
];
