import type { EntityManager } from '@mikro-orm/postgresql';
import type { OfferSigner } from '../offer-signer.js';
import type { OfferTerms } from '../offer-terms.js';
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
    lines.push(new UnavailableLine(terms.bookableId, await recentAlternatives(em, offers, terms)));
  }
  return new Unavailable(lines);
}

/** Short enough to be true, long enough that the rivals of one rush do not all search for the same. */
const FRESH_MS = 250;
const MOST_KEPT = 200;
const found = new Map<string, { readonly at: number; readonly offerIds: readonly string[] }>();

async function recentAlternatives(
  em: EntityManager,
  offers: OfferSigner,
  terms: OfferTerms,
): Promise<readonly string[]> {
  const key = JSON.stringify(terms);
  const known = found.get(key);
  if (known && performance.now() - known.at < FRESH_MS) return known.offerIds;
  const offerIds = (await findAlternatives(em, terms)).map((offer) => offers.sign(offer).id);
  if (found.size >= MOST_KEPT) found.clear();
  found.set(key, { at: performance.now(), offerIds });
  return offerIds;
}
