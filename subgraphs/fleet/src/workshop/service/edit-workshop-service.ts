import { onConstraint } from '@fleetgraph/kit/database/on-constraint';
import type { EntityManager } from '@mikro-orm/postgresql';
import { publishBookables } from '../../catalogue/publish/publish-bookables.js';
import { assignGiven, type Edited, editVersioned } from '../../editing/edit-versioned.js';
import { SupplyDuplicate } from '../../editing/supply.errors.js';
import { checkService } from './add-workshop-service.js';
import { WorkshopService } from './workshop-service.entity.js';

/** What can be edited of a service. */
export interface WorkshopServiceEdit extends Edited {
  readonly title?: string | null;
  readonly durationMinutes?: number | null;
  readonly bufferBeforeMinutes?: number | null;
  readonly bufferAfterMinutes?: number | null;
  readonly minimumNoticeMinutes?: number | null;
  readonly bayCapability?: string | null;
  readonly skill?: string | null;
  readonly priceMinor?: bigint | null;
}

/** Edits work that a workshop offers; appointments that exist stay as they were made. */
export function editWorkshopService(
  em: EntityManager,
  { id, expectedVersion, ...given }: WorkshopServiceEdit,
): Promise<WorkshopService> {
  return editVersioned(em, { entity: WorkshopService, id, expectedVersion }, async (service, tx) => {
    assignGiven<WorkshopService>(service, Object.fromEntries(Object.entries(given)));
    checkService(service);
    await publishBookables(tx, [service]);
  }).catch(onConstraint({ workshop_service_title_key: () => new SupplyDuplicate('title', given.title ?? '') }));
}
