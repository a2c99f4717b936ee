import { sqlAll } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Bucket } from '../series.type.js';
import type { CountedPoint } from './hide-small-groups.js';
import { BUCKET_UNIT, type SeriesRequest } from './series-request.js';

interface Row {
  readonly starts_at: Date;
  readonly location_id: string | null;
  readonly used_s: number;
  readonly service_s: number;
  readonly lines: bigint;
}

/** Time in use ÷ time in service, per bucket and, when asked, place. Null where nothing was in service. */
export async function measureUtilisation(em: EntityManager, request: SeriesRequest): Promise<readonly CountedPoint[]> {
  const { from, to, bucket, groupBy, timeZone, organisationId } = request;
  const unit = bucket === Bucket.TOTAL ? null : BUCKET_UNIT[bucket];
  const place = groupBy.includes('location') ? 'location_id' : 'null::text';
  const rows = await sqlAll<Row>(
    em,
    `with bucket as (
       select greatest(start, $1) as starts_at, tstzrange(greatest(start, $1), least(lead(start, 1, 'infinity') over (order by start), $2)) as period
         from generate_series(case when $3::text is null then $1::timestamptz else date_trunc($3, $1::timestamptz, $4) end,
                              $2::timestamptz - interval '1 microsecond', ('1 ' || coalesce($3, 'century'))::interval, $4) as start),
     used as (
       select starts_at, ${place} as location_id, count(distinct line_id) as lines,
              sum(extract(epoch from upper(u.period * b.period) - lower(u.period * b.period)))::float8 as seconds
         from bucket b join unit_use u on u.period && b.period
        where $5::text is null or u.organisation_id = $5
        group by 1, 2),
     service as (
       select starts_at, ${place} as location_id,
              sum(extract(epoch from upper(s.period * b.period) - lower(s.period * b.period)))::float8 as seconds
         from bucket b left join unit_service s on s.period && b.period
        group by 1, 2)
     select service.starts_at, service.location_id, coalesce(used.seconds, 0) as used_s,
            coalesce(service.seconds, 0) as service_s, coalesce(used.lines, 0) as lines
       from service left join used
         on used.starts_at = service.starts_at and used.location_id is not distinct from service.location_id
      order by 1, 2`,
    [from, to, unit, timeZone, organisationId],
  );
  return rows.map((row) => ({
    startsAt: row.starts_at,
    group: groupBy.length === 0 ? [] : [row.location_id ?? ''],
    value: row.service_s === 0 ? null : row.used_s / row.service_s,
    persons: Number(row.lines),
  }));
}
