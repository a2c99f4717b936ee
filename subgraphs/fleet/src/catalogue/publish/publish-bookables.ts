import { sqlRun } from '@fleetgraph/kit/database/sql';
import { recordAll } from '@fleetgraph/kit/events/record';
import { BookableChangedSchema } from '@fleetgraph/schema/events/fleet_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import { ratePlanMessage } from '../pricing/rate-plan-message.js';
import { type Bookable, describeBookable, publicIdOf } from './bookables.js';
import type { Snapshot } from './snapshot.js';

interface Described {
  readonly id: string;
  readonly bookable: Bookable;
  readonly snapshot: Snapshot;
}

/** Tells the others and the search of bookables that were added, edited or retired, in the transaction that did it. */
export async function publishBookables(tx: EntityManager, bookables: readonly Bookable[]): Promise<void> {
  await tx.flush();
  const described: Described[] = [];
  for (const bookable of bookables) {
    described.push({ id: publicIdOf(bookable), bookable, snapshot: await describeBookable(tx, bookable) });
  }
  await writeSearchEntries(tx, described);
  await recordAll(
    tx,
    BookableChangedSchema,
    described.map(({ id, bookable, snapshot }) => ({
      key: id,
      payload: {
        bookableId: id,
        version: bookable.version,
        kind: bookable.kind,
        title: bookable.title,
        locationId: bookable.locationId ?? '',
        active: bookable.retiredAt === null,
        ratePlan: ratePlanMessage(snapshot.pricing),
        details: snapshot.details,
      },
    })),
  );
}

async function writeSearchEntries(tx: EntityManager, described: readonly Described[]): Promise<void> {
  const rows = described.map(({ id, bookable, snapshot: { words, place, facets, endsAt } }) => ({
    id,
    kind: bookable.kind,
    words: words
      .filter((word) => word !== null)
      .join(' ')
      .toLowerCase(),
    latitude: place?.latitude ?? null,
    longitude: place?.longitude ?? null,
    facets,
    ends_at: endsAt,
    is_active: bookable.retiredAt === null,
  }));
  await sqlRun(
    tx,
    `insert into search_entry (id, kind, words, latitude, longitude, facets, ends_at, is_active)
     select id, kind, words, latitude, longitude, facets, ends_at, is_active
     from jsonb_to_recordset($1::jsonb) as entry
       (id text, kind text, words text, latitude float8, longitude float8, facets jsonb, ends_at timestamptz, is_active boolean)
     on conflict (id) do update set words = excluded.words, latitude = excluded.latitude, longitude = excluded.longitude,
       facets = excluded.facets, ends_at = excluded.ends_at, is_active = excluded.is_active`,
    [JSON.stringify(rows)],
  );
}
