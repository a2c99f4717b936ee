import { sqlAll, sqlOne } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import { requireRow } from '../../editing/edit-versioned.js';
import { Location } from '../location.entity.js';
import { GarageCapacityInvalid, GarageCapacityShort } from './garages.errors.js';
import { garagesNeeded } from './garages-needed.js';

/** What is to be stored. */
export interface GarageQuestion {
  readonly kind: 'CAR' | 'BIKE';
  /** Only the units at this place; null: all of them. */
  readonly locationId?: string | null;
  readonly includeOnTrip: boolean;
  /** Capacity of each of any number of garages; null: the garages that there are. */
  readonly capacityPerGarage?: number | null;
}

/** How much has to be stored, and in how many garages. */
export interface GarageAnswer {
  readonly garages: number;
  readonly units: number;
  readonly capacity: number;
}

/** Not stored: what is no longer on the street, and what nobody can find. */
const NEVER_STORED = ['REMOVED', 'MISSING'];
const ON_THE_ROAD = ['ON_TRIP', 'STOPPED', 'ELSEWHERE'];
const TABLE = { CAR: 'car', BIKE: 'bike' } as const;

/** Counts the garages that the units of a kind need tonight. */
export async function countGarages(em: EntityManager, question: GarageQuestion): Promise<GarageAnswer> {
  const { locationId, capacityPerGarage } = question;
  if (locationId != null) await requireRow(em, Location, locationId);
  const units = await countUnits(em, question);
  const count = garagesNeeded(
    units,
    capacityPerGarage == null ? await capacities(em, locationId) : { each: capacityPerGarage },
  );
  switch (count.kind) {
    case 'invalid':
      throw new GarageCapacityInvalid(count.capacity);
    case 'short':
      throw new GarageCapacityShort(count.shortBy);
    case 'needed':
      return { garages: count.garages, units, capacity: count.capacity };
  }
}

async function countUnits(em: EntityManager, { kind, locationId, includeOnTrip }: GarageQuestion): Promise<number> {
  const row = await sqlOne<{ units: number }>(
    em,
    `select count(*)::int as units from ${TABLE[kind]} where state <> all($1) and ($2::text is null or location_id = $2)`,
    [includeOnTrip ? NEVER_STORED : [...NEVER_STORED, ...ON_THE_ROAD], locationId ?? null],
  );
  return row?.units ?? 0;
}

/** A garage asked about by itself stands alone; the units of any other place may use every garage of its country. */
async function capacities(em: EntityManager, locationId: string | null | undefined): Promise<number[]> {
  const rows = await sqlAll<{ capacity: number }>(
    em,
    `select coalesce(garage.capacity, 0) as capacity from location garage
     left join location place on place.id = $1
     where garage.kind = 'GARAGE' and garage.retired_at is null
       and ($1::text is null or (place.kind = 'GARAGE' and garage.id = place.id) or (place.kind <> 'GARAGE' and garage.country = place.country))`,
    [locationId ?? null],
  );
  return rows.map(({ capacity }) => capacity);
}
