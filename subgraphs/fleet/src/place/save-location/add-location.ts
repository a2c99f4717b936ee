import { onConstraint } from '@fleetgraph/kit/database/on-constraint';
import { transact } from '@fleetgraph/kit/database/transact';
import type { EntityManager } from '@mikro-orm/postgresql';
import { refuseFaults } from '../../editing/refuse-faults.js';
import { SupplyDuplicate } from '../../editing/supply.errors.js';
import { type PlaceFacts, placeFaults } from '../check-place.js';
import { Location, type LocationKind } from '../location.entity.js';
import { publishLocations } from '../publish-locations.js';

/** A place to add. */
export interface NewLocation extends PlaceFacts {
  readonly code?: string | null;
  readonly country: string;
}

/** What names a place of a kind by its code; imports recognise it by this. */
export const naturalKey = (kind: LocationKind, code: string): string => `${kind}:${code}`;

/** Adds a place; two of one kind never share a code. */
export async function addLocation(em: EntityManager, given: NewLocation): Promise<Location> {
  refuseFaults(placeFaults(given));
  const { code } = given;
  return transact(em, async (tx) => {
    const location = Object.assign(new Location(), {
      ...given,
      naturalKey: code == null ? null : naturalKey(given.kind, code),
    });
    tx.persist(location);
    await tx.flush();
    await publishLocations(tx, [location]);
    return location;
  }).catch(onConstraint({ location_natural_key_key: () => new SupplyDuplicate('code', code ?? '') }));
}
