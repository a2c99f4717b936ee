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
    const alternatives = await findAlternatives(em, terms);
    lines.push(
      new UnavailableLine(
        terms.bookableId,
        alternatives.map((offer) => offers.sign(offer).id),
      ),
    );
  }
  return new Unavailable(lines);
}
