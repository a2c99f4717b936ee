import { type HrTime, ValueType } from '@opentelemetry/api';
import { AggregationTemporality, type DataPoint, DataPointType, type MetricData } from '@opentelemetry/sdk-metrics';
import type { MetricObjectWithValues, MetricValue } from 'prom-client';
import { timeOf } from './metric-exporter.js';

/** Metrics as Prometheus' client tells them; those of histograms have names of their own. */
type Told = MetricObjectWithValues<MetricValue<string> & { metricName?: string }>;

/** From when on sums count, and when they were read, in ms since 1970. */
export interface Reading {
  readonly startedAt: number;
  readonly now: number;
}

interface Times {
  readonly startTime: HrTime;
  readonly endTime: HrTime;
}

/** Metrics in the model of OpenTelemetry, under the same names and labels; numbers that are none yet are left out. */
export function metricDataOf(told: readonly Told[], { startedAt, now }: Reading): MetricData[] {
  const times = { startTime: timeOf(startedAt), endTime: timeOf(now) };
  return told.flatMap((metric) => {
    const data = dataOf(metric, times);
    return data === undefined || data.dataPoints.length === 0 ? [] : [data];
  });
}

function dataOf(metric: Told, times: Times): MetricData | undefined {
  const { name, help: description } = metric;
  const shared = {
    descriptor: { name, description, unit: '', valueType: ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
  };
  switch (String(metric.type)) {
    case 'counter':
      return { ...shared, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints: numbersOf(metric, times) };
    case 'gauge':
      return { ...shared, dataPointType: DataPointType.GAUGE, dataPoints: numbersOf(metric, times) };
    case 'histogram':
      return { ...shared, dataPointType: DataPointType.HISTOGRAM, dataPoints: histogramsOf(metric, times) };
    default:
      return undefined; // we have no summaries
  }
}

const numbersOf = ({ values }: Told, times: Times): DataPoint<number>[] =>
  values
    .filter(({ value }) => Number.isFinite(value))
    .map(({ value, labels }) => ({ ...times, attributes: attributesOf(labels), value }));

interface HistogramSeries {
  readonly attributes: Record<string, string>;
  readonly boundaries: number[];
  readonly counts: number[];
  sum: number;
  count: number;
}

/** Prometheus counts in each bucket all that fits into it; OpenTelemetry only what did not fit into the one before. */
function histogramsOf({ name, values }: Told, times: Times): DataPoint<HistogramValue>[] {
  const series = new Map<string, HistogramSeries>();
  for (const { value, labels, metricName } of values) {
    const { le, ...attributes } = attributesOf(labels);
    const one = seriesOf(series, attributes);
    if (metricName === `${name}_sum`) one.sum = value;
    else if (metricName === `${name}_count`) one.count = value;
    else {
      one.counts.push(value - one.counts.reduce((before, count) => before + count, 0));
      if (le !== undefined && le !== '+Inf') one.boundaries.push(Number(le));
    }
  }
  return [...series.values()].map(({ attributes, boundaries, counts, sum, count }) => ({
    ...times,
    attributes,
    value: { buckets: { boundaries, counts }, sum, count },
  }));
}

type HistogramValue = Extract<MetricData, { dataPointType: DataPointType.HISTOGRAM }>['dataPoints'][number]['value'];

function seriesOf(all: Map<string, HistogramSeries>, attributes: Record<string, string>): HistogramSeries {
  const key = JSON.stringify(attributes);
  let found = all.get(key);
  if (found === undefined) {
    found = { attributes, boundaries: [], counts: [], sum: 0, count: 0 };
    all.set(key, found);
  }
  return found;
}

const attributesOf = (labels: MetricValue<string>['labels']): Record<string, string> =>
  Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, String(value)]));
