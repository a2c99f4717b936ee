import { sqlOne } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type Series, type SeriesPoint, TooManyGroups } from '../series.type.js';
import { countFacts } from './count-facts.js';
import { type CountedPoint, hideSmallGroups, type ToldPoint } from './hide-small-groups.js';
import { measureUtilisation } from './measure-utilisation.js';
import { MOST_POINTS, type SeriesRequest } from './series-request.js';

/** A measure over time with its freshness; a partner's small groups are hidden. */
export async function computeSeries(em: EntityManager, request: SeriesRequest): Promise<Series> {
  const { metric, organisationId, timeZone } = request;
  const points = await countPoints(em, request);
  if (points.length > MOST_POINTS) throw new TooManyGroups(MOST_POINTS);
  const told =
    organisationId === undefined ? points.map((point) => ({ ...point, suppressed: null })) : hideSmallGroups(points);
  return { metric, timeZone, dataAsOf: await lastEventAt(em), points: told.map((point) => toPoint(request, point)) };
}

async function countPoints(em: EntityManager, request: SeriesRequest): Promise<readonly CountedPoint[]> {
  const { compute } = request.metric;
  return compute.from === 'facts' ? countFacts(em, request, compute) : measureUtilisation(em, request);
}

/** Time of the newest event that is counted; null before the first. */
export async function lastEventAt(em: EntityManager): Promise<Date | null> {
  return (await sqlOne<{ at: Date | null }>(em, 'select max(last_event_at) as at from progress'))?.at ?? null;
}

function toPoint({ groupBy }: SeriesRequest, { startsAt, group, value, suppressed }: ToldPoint): SeriesPoint {
  return {
    from: startsAt,
    value,
    suppressed,
    group: groupBy.map((dimension, index) => {
      const id = group[index] ?? '';
      return { dimension, value: id, location: dimension === 'location' && id !== '' ? { id } : null };
    }),
  };
}
