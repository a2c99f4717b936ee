import { sqlRun } from '@fleetgraph/kit/database/sql';
import { record } from '@fleetgraph/kit/events/record';
import { BookableChangedSchema } from '@fleetgraph/schema/events/fleet_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import { publishBookables } from '../../catalogue/publish/publish-bookables.js';
import type { Bike } from './bike.entity.js';

/** Gives a bike a new public id after a ride, so that nobody can follow it (F-21). The former one leads to what was known then. */
export async function rotatePublicId(tx: EntityManager, bike: Bike): Promise<void> {
  const former = bike.publicId;
  await sqlRun(
    tx,
    'insert into bike_alias (public_id, bike_id, location_id, ended_at) values ($1, $2, $3, clock_timestamp())',
    [former, bike.id, bike.locationId],
  );
  await sqlRun(tx, 'update search_entry set is_active = false where id = $1', [former]);
  await record(tx, BookableChangedSchema, {
    key: former,
    payload: { bookableId: former, version: bike.version, kind: bike.kind, title: bike.title, active: false },
  });
  bike.publicId = crypto.randomUUID();
  await publishBookables(tx, [bike]);
}
