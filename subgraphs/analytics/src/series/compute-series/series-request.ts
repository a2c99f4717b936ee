import { type FieldFault, InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { Temporal } from 'temporal-polyfill';
import { type Dimension, findMetric, isMoney, METRICS, type MetricDefinition } from '../../metric/metric-catalogue.js';
import { Bucket, MetricUnknown, type SeriesInput, TooManyGroups } from '../series.type.js';

/** A series that can be computed: checked, complete. */
export interface SeriesRequest {
  readonly metric: MetricDefinition;
  readonly from: Date;
  readonly to: Date;
  readonly bucket: Bucket;
  readonly groupBy: readonly Dimension[];
  readonly timeZone: string;
  /** Only rows of this partner; undefined: all rows. */
  readonly organisationId: string | undefined;
}

/** Most points of one series. */
export const MOST_POINTS = 2_000;

/** Unit of PostgreSQL's `date_trunc` and of the step between buckets. */
export const BUCKET_UNIT = { HOUR: 'hour', DAY: 'day', ISO_WEEK: 'week', MONTH: 'month' } as const;

const SHORTEST_HOURS = { HOUR: 1, DAY: 23, ISO_WEEK: 167, MONTH: 671, TOTAL: Number.POSITIVE_INFINITY } as const;

/** Checks the input; throws a typed refusal that names every fault. */
export function toSeriesRequest(input: SeriesInput, organisationId: string | undefined): SeriesRequest {
  const metric = findMetric(input.metric);
  if (metric === undefined)
    throw new MetricUnknown(
      input.metric,
      METRICS.map(({ name }) => name),
    );

  const timeZone = input.timeZone ?? 'UTC';
  const from = midnight(input.from, timeZone);
  const to = midnight(input.to, timeZone);
  const asked = [...new Set(input.groupBy ?? [])];
  const faults: FieldFault[] = [];
  if (from >= to)
    faults.push({ path: 'to', message: 'is the first day that no longer counts, so it comes after `from`.' });
  for (const name of asked.filter((dimension) => !isDimensionOf(metric, dimension))) {
    const possible = metric.dimensions.join(', ') || 'nothing';
    faults.push({
      path: 'groupBy',
      message: `"${name.slice(0, 40)}" is not possible; ${metric.name} can be grouped by: ${possible}.`,
    });
  }
  if (faults.length > 0) throw new InputInvalid(faults);

  const hours = (to.getTime() - from.getTime()) / 3_600_000;
  if (hours / SHORTEST_HOURS[input.bucket] > MOST_POINTS) throw new TooManyGroups(MOST_POINTS);
  const groupBy = asked.filter((name): name is Dimension => isDimensionOf(metric, name));
  if (isMoney(metric) && !groupBy.includes('currency')) groupBy.push('currency');
  return { metric, from, to, bucket: input.bucket, groupBy, timeZone, organisationId };
}

const isDimensionOf = (metric: MetricDefinition, name: string): boolean =>
  metric.dimensions.some((dimension) => dimension === name);

const midnight = (day: string, timeZone: string): Date =>
  new Date(Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds);
