import { sqlAll } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import { BookableKind } from '../../booking/model/line-state.js';
import type { CatalogueRow } from '../../catalogue/catalogue-row.js';
import { type FoundOffer, titlePatterns } from './found-offer.js';

/** What to look for among goods. */
export interface ProductSearch {
  readonly locationIds: readonly string[];
  readonly text?: string | null | undefined;
  readonly bookableId?: string | undefined;
}

interface Row extends CatalogueRow {
  readonly location_id: string;
  readonly time_zone: string;
  readonly units_left: number;
}

const MOST_PRODUCTS = 200;

/** Goods in stock, each at the place that has most of it. */
export async function findProducts(em: EntityManager, search: ProductSearch): Promise<FoundOffer[]> {
  const rows = await sqlAll<Row>(
    em,
    `select distinct on (b.id) b.id, b.kind, b.title, b.rate_plan, b.details, s.location_id, p.time_zone,
       s.on_hand + s.backorder_limit - s.allocated - s.reserved as units_left
     from bookable b
     join stock_position s on s.variant_id = b.id and s.location_id = any ($1)
     join place p on p.id = s.location_id
     where b.kind = 'PRODUCT' and b.is_active and b.title ilike all ($2::text[]) and ($3::text is null or b.id = $3)
       and s.on_hand + s.backorder_limit - s.allocated - s.reserved > 0
     order by b.id, units_left desc, s.location_id limit ${MOST_PRODUCTS}`,
    [search.locationIds, titlePatterns(search.text), search.bookableId ?? null],
  );
  return rows.map(({ location_id, time_zone, units_left, ...row }) => ({
    row,
    terms: {
      kind: BookableKind.PRODUCT,
      bookableId: row.id,
      from: null,
      to: null,
      timeZone: time_zone,
      endsTimeZone: time_zone,
      locationId: location_id,
      returnLocationId: location_id,
      cabinClass: null,
      seat: null,
    },
    unitsLeft: units_left,
    seatFeatures: [],
  }));
}
