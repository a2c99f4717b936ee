import { sqlAll } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Dimension } from '../../metric/metric-catalogue.js';
import { Bucket } from '../series.type.js';
import type { CountedPoint } from './hide-small-groups.js';
import { BUCKET_UNIT, MOST_POINTS, type SeriesRequest } from './series-request.js';

const COLUMN_OF: Record<Dimension, string> = {
  kind: 'kind',
  location: 'location_id',
  partner: 'organisation_id',
  currency: 'currency',
};

interface Row {
  readonly starts_at: Date;
  readonly value: string;
  readonly persons: bigint;
  readonly group: readonly string[];
}

/** Sums or counts facts per bucket and group; without groups, buckets in which nothing happened are zero. */
export async function countFacts(
  em: EntityManager,
  request: SeriesRequest,
  measure: { measure: string; aggregate: 'sum' | 'count-subjects' },
): Promise<readonly CountedPoint[]> {
  const { from, to, bucket, groupBy, timeZone, organisationId } = request;
  const unit = bucket === Bucket.TOTAL ? null : BUCKET_UNIT[bucket];
  const aggregate = measure.aggregate === 'sum' ? 'sum(value)' : 'count(distinct subject)';
  // Only names of COLUMN_OF reach the text.
  const group = `array[${groupBy.map((dimension) => `coalesce(${COLUMN_OF[dimension]}, '')`).join(', ')}]::text[]`;
  const rows = await sqlAll<Row>(
    em,
    `with counted as (
       select case when $5::text is null then $2::timestamptz else greatest(date_trunc($5, at, $6), $2) end as starts_at,
              ${group} as "group", ${aggregate}::numeric as value, count(distinct person) as persons
         from fact
        where measure = $1 and at >= $2 and at < $3 and ($4::text is null or organisation_id = $4)
        group by 1, 2),
     empty as (
       select greatest(bucket, $2) as starts_at, array[]::text[] as "group"
         from generate_series(case when $5::text is null then $2::timestamptz else date_trunc($5, $2::timestamptz, $6) end,
                              $3::timestamptz - interval '1 microsecond',
                              ('1 ' || coalesce($5, 'century'))::interval, $6) as bucket
        where $7)
     select coalesce(counted.starts_at, empty.starts_at) as starts_at, coalesce(counted.group, empty.group) as "group",
            coalesce(value, 0)::text as value, coalesce(persons, 0) as persons
       from counted full join empty using (starts_at, "group")
      order by 1, 2 limit $8`,
    [measure.measure, from, to, organisationId, unit, timeZone, groupBy.length === 0, MOST_POINTS + 1],
  );
  return rows.map((row) => ({
    startsAt: row.starts_at,
    group: row.group,
    value: Number(row.value),
    persons: Number(row.persons),
  }));
}
