import { onConstraint } from '@fleetgraph/kit/database/on-constraint';
import { transact } from '@fleetgraph/kit/database/transact';
import type { EntityManager } from '@mikro-orm/postgresql';
import { pictureOf } from '../../catalogue/media/picture.js';
import type { TaxCategory } from '../../catalogue/pricing/tax/tax-category.js';
import { publishBookables } from '../../catalogue/publish/publish-bookables.js';
import { faultUnless, refuseFaults } from '../../editing/refuse-faults.js';
import { SupplyDuplicate } from '../../editing/supply.errors.js';
import { requireWorkshop } from '../units/add-unit.js';
import { WorkshopService } from './workshop-service.entity.js';

/** Work that a workshop will offer. */
export interface NewWorkshopService {
  readonly locationId: string;
  readonly title: string;
  readonly durationMinutes: number;
  readonly bufferBeforeMinutes: number;
  readonly bufferAfterMinutes: number;
  readonly minimumNoticeMinutes: number;
  readonly bayCapability: string;
  readonly skill: string;
  readonly priceMinor: bigint;
  readonly currency: string;
  readonly taxCategory: TaxCategory;
}

/** Adds work that a workshop offers. */
export async function addWorkshopService(em: EntityManager, given: NewWorkshopService): Promise<WorkshopService> {
  checkService(given);
  const service = Object.assign(new WorkshopService(), {
    ...given,
    media: [pictureOf('workshop', given.title, `A wrench, for ${given.title}`)],
  });
  return transact(em, async (tx) => {
    await requireWorkshop(tx, given.locationId);
    tx.persist(service);
    await publishBookables(tx, [service]);
    return service;
  }).catch(onConstraint({ workshop_service_title_key: () => new SupplyDuplicate('title', given.title) }));
}

/** Refuses a service that breaks a rule. */
export function checkService(service: Omit<NewWorkshopService, 'locationId' | 'currency' | 'taxCategory'>): void {
  const { durationMinutes, bufferBeforeMinutes, bufferAfterMinutes, minimumNoticeMinutes } = service;
  refuseFaults([
    faultUnless(service.title.trim() !== '', 'title', 'A title is not empty.'),
    faultUnless(durationMinutes >= 1 && durationMinutes <= 14_400, 'durationMinutes', 'It takes 1 minute to 10 days.'),
    faultUnless(bufferBeforeMinutes >= 0, 'bufferBeforeMinutes', 'A buffer is not negative.'),
    faultUnless(bufferAfterMinutes >= 0, 'bufferAfterMinutes', 'A buffer is not negative.'),
    faultUnless(minimumNoticeMinutes >= 0, 'minimumNoticeMinutes', 'A notice is not negative.'),
    faultUnless(service.bayCapability !== '', 'bayCapability', 'A bay is always needed.'),
    faultUnless(service.skill !== '', 'skill', 'A technician is always needed.'),
    faultUnless(service.priceMinor >= 0n, 'priceMinor', 'A price is not negative.'),
  ]);
}
