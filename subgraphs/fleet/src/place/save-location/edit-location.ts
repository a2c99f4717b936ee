import type { EntityManager } from '@mikro-orm/postgresql';
import { assignGiven, type Edited, editVersioned } from '../../editing/edit-versioned.js';
import { refuseFaults } from '../../editing/refuse-faults.js';
import { placeFaults } from '../check-place.js';
import { Location } from '../location.entity.js';
import { publishLocations } from '../publish-locations.js';

/** What can be edited of a place; its kind, country and code cannot, because prices and imports hang on them. */
export interface LocationEdit extends Edited {
  readonly name?: string | null;
  readonly timeZone?: string | null;
  readonly latitude?: number | null;
  readonly longitude?: number | null;
  readonly openingHours?: string | null;
  readonly capacity?: number | null;
  readonly isRenting?: boolean | null;
  readonly isReturning?: boolean | null;
  readonly isRetired?: boolean | null;
}

/** Edits a place; what is left out stays. */
export function editLocation(
  em: EntityManager,
  { id, expectedVersion, isRetired, ...given }: LocationEdit,
): Promise<Location> {
  return editVersioned(em, { entity: Location, id, expectedVersion }, async (location, tx) => {
    assignGiven<Location>(location, Object.fromEntries(Object.entries(given)));
    if (isRetired != null) location.retiredAt = isRetired ? new Date() : null;
    refuseFaults(placeFaults(location));
    await publishLocations(tx, [location]);
  });
}
