import { recordAll } from '@fleetgraph/kit/events/record';
import { LocationChangedSchema } from '@fleetgraph/schema/events/fleet_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Location } from './location.entity.js';

/** Tells the others of places that were added or edited, in the transaction that did it. */
export async function publishLocations(tx: EntityManager, locations: readonly Location[]): Promise<void> {
  await recordAll(
    tx,
    LocationChangedSchema,
    locations.map(({ id, code, openingHours, ...location }) => ({
      key: id,
      payload: {
        locationId: id,
        code: code ?? '',
        openingHours: openingHours ?? '',
        version: location.version,
        name: location.name,
        kind: location.kind,
        timeZone: location.timeZone,
        latitude: location.latitude,
        longitude: location.longitude,
        country: location.country,
      },
    })),
  );
}
