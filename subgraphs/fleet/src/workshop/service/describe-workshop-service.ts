import type { EntityManager } from '@mikro-orm/postgresql';
import { taxRateBps } from '../../catalogue/pricing/tax/tax-rate.js';
import type { Snapshot } from '../../catalogue/publish/snapshot.js';
import { requireRow } from '../../editing/edit-versioned.js';
import { Location } from '../../place/location.entity.js';
import type { WorkshopService } from './workshop-service.entity.js';

/** What others learn of work that a workshop offers. */
export async function describeWorkshopService(em: EntityManager, service: WorkshopService): Promise<Snapshot> {
  const workshop = await requireRow(em, Location, service.locationId);
  const { bayCapability, skill, currency, taxCategory } = service;
  const { durationMinutes, bufferBeforeMinutes, bufferAfterMinutes, minimumNoticeMinutes } = service;
  return {
    details: {
      case: 'workshopService',
      value: { bayCapability, skill, durationMinutes, bufferBeforeMinutes, bufferAfterMinutes, minimumNoticeMinutes },
    },
    pricing: {
      planId: service.id,
      currency,
      taxCategory,
      taxRateBps: await taxRateBps(em, workshop.country, taxCategory),
      terms: { unitMinor: service.priceMinor },
    },
    words: [service.title, 'workshop service repair', skill, workshop.name],
    place: workshop,
    facets: { country: workshop.country, skill },
    endsAt: null,
  };
}
