import type { BookableKind } from '../booking/model/line-state.js';
import type { OfferTerms } from '../offer/offer-terms.js';
import type { Charge } from '../pricing/charge.js';
import type { Demand } from './demand.js';

/** A charge as jsonb keeps it: amounts as text. */
export interface StoredCharge extends Omit<Charge, 'amountMinor' | 'taxMinor'> {
  readonly amountMinor: string;
  readonly taxMinor: string;
}

/** A priced line as a quote keeps it: everything that a booking needs, word by word. */
export interface QuotedLine {
  readonly kind: BookableKind;
  readonly bookableId: string;
  readonly title: string;
  readonly quantity: number;
  readonly cabinClass: string | null;
  readonly seat: string | null;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly timeZone: string;
  readonly endsTimeZone: string;
  readonly locationId: string;
  readonly returnLocationId: string;
  readonly customerVehicleId: string | null;
  readonly turnaroundMinutes: number;
  readonly grossMinor: string;
  readonly currency: string;
  readonly taxCategory: string;
  readonly taxRateBps: number;
  readonly charges: readonly StoredCharge[];
  readonly dayMinor: string;
  readonly reservationMinuteMinor: string;
  readonly demands: readonly Demand[];
}

/** The terms that a line was offered with: where alternatives start from. */
export function termsOfLine(line: QuotedLine): OfferTerms {
  return {
    kind: line.kind,
    bookableId: line.bookableId,
    from: line.startsAt === null ? null : new Date(line.startsAt),
    to: line.endsAt === null ? null : new Date(line.endsAt),
    timeZone: line.timeZone,
    endsTimeZone: line.endsTimeZone,
    locationId: line.locationId,
    returnLocationId: line.returnLocationId,
    cabinClass: line.cabinClass,
    seat: line.seat,
  };
}

/** A charge for jsonb. */
export const storeCharge = (charge: Charge): StoredCharge => ({
  ...charge,
  amountMinor: charge.amountMinor.toString(),
  taxMinor: charge.taxMinor.toString(),
});

/** A charge from jsonb. */
export const restoreCharge = (charge: StoredCharge): Charge => ({
  ...charge,
  amountMinor: BigInt(charge.amountMinor),
  taxMinor: BigInt(charge.taxMinor),
});

/** Tax that the charges of a line contain. */
export const taxOfLine = ({ charges }: Pick<QuotedLine, 'charges'>): bigint =>
  charges.reduce((sum, { taxMinor }) => sum + BigInt(taxMinor), 0n);
