import { BookableKind } from '../booking/model/line-state.js';
import { type CatalogueRow, ratePlanOf } from '../catalogue/catalogue-row.js';
import { NotPriceable, type PricedPart, sumOf } from '../pricing/charge.js';
import { priceDays } from '../pricing/price-days.js';
import { priceFare } from '../pricing/price-fare.js';
import { priceUnits } from '../pricing/price-unit.js';
import { priceUsage } from '../pricing/price-usage.js';
import type { FoundOffer } from './find/found-offer.js';
import type { OfferTerms, PricedOffer } from './offer-terms.js';

/** What a price depends on besides the terms. */
export interface PriceInput {
  readonly quantity: number;
  readonly extras: readonly string[];
  readonly seatFeatures: readonly string[];
}

/** Prices terms by the bookable's plan: every part with its rule, gross. */
export function priceTerms(row: CatalogueRow, terms: OfferTerms, input: PriceInput): PricedPart[] {
  const plan = ratePlanOf(row);
  const { from, to, timeZone } = terms;
  if (input.extras.length > 0 && terms.kind !== BookableKind.CAR) throw new NotPriceable('Extras come with cars only.');
  switch (terms.kind) {
    case BookableKind.CAR:
      if (!plan.day || !from || !to) break;
      return priceDays(plan.day, {
        from,
        to,
        timeZone,
        isOneWay: terms.returnLocationId !== terms.locationId,
        extras: input.extras,
      });
    case BookableKind.BIKE:
      if (!plan.usage || !from || !to) break;
      // The distance is not known before the ride: what is paid ahead is the time.
      return priceUsage(plan.usage, { seconds: (to.getTime() - from.getTime()) / 1000, meters: 0 });
    case BookableKind.FLIGHT:
      if (!plan.fare || terms.cabinClass === null) break;
      return priceFare(plan.fare, { cabinClass: terms.cabinClass, features: input.seatFeatures });
    case BookableKind.WORKSHOP:
      if (!plan.unit) break;
      return priceUnits(plan.unit, { quantity: 1, title: row.title, unit: 'job' });
    case BookableKind.PRODUCT:
      if (!plan.unit) break;
      return priceUnits(plan.unit, { quantity: input.quantity, title: row.title, unit: 'piece' });
  }
  throw new NotPriceable('There is no price for this yet.');
}

/** Prices what was found; what has no price is not offered. */
export function priceFound(found: readonly FoundOffer[]): PricedOffer[] {
  return found.flatMap(({ row, terms, unitsLeft, seatFeatures }) => {
    try {
      const parts = priceTerms(row, terms, { quantity: 1, extras: [], seatFeatures });
      return { ...terms, unitsLeft, totalMinor: sumOf(parts), currency: ratePlanOf(row).currency };
    } catch (error) {
      if (error instanceof NotPriceable) return [];
      throw error;
    }
  });
}

/** One offer per flight: its cheapest cabin. */
export function cheapestPerFlight(offers: readonly PricedOffer[]): PricedOffer[] {
  const cheapest = new Map<string, PricedOffer>();
  for (const offer of offers) {
    const best = cheapest.get(offer.bookableId);
    if (!best || offer.totalMinor < best.totalMinor) cheapest.set(offer.bookableId, offer);
  }
  return [...cheapest.values()];
}
