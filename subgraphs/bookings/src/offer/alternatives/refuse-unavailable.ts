import type { EntityManager } from '@mikro-orm/postgresql';
import type { OfferSigner } from '../offer-signer.js';
import type { OfferTerms, PricedOffer } from '../offer-terms.js';
import { findAlternatives } from './find-alternatives.js';
import { Unavailable, UnavailableLine } from './unavailable.error.js';

/** The refusal for lost lines with what is free instead. */
export async function unavailable(
  em: EntityManager,
  offers: OfferSigner,
  lost: readonly OfferTerms[],
): Promise<Unavailable> {
  const lines: UnavailableLine[] = [];
  for (const terms of lost) {
    const alternatives = await recentAlternatives(em, terms);
    lines.push(
      new UnavailableLine(
        terms.bookableId,
        alternatives.map((offer) => offers.sign(offer).id),
      ),
    );
  }
  return new Unavailable(lines);
}

/** Short enough to be true, long enough that the rivals of one rush do not all search for the same. */
const FRESH_MS = 250;
const MOST_KEPT = 200;
const found = new Map<string, { readonly at: number; readonly offers: readonly PricedOffer[] }>();

async function recentAlternatives(em: EntityManager, terms: OfferTerms): Promise<readonly PricedOffer[]> {
  const key = JSON.stringify(terms);
  const known = found.get(key);
  if (known && performance.now() - known.at < FRESH_MS) return known.offers;
  const offers = await findAlternatives(em, terms);
  if (found.size >= MOST_KEPT) found.clear();
  found.set(key, { at: performance.now(), offers });
  return offers;
}
