import { setTimeout as pause } from 'node:timers/promises';
import { type DatabaseListener, READ_AGAIN } from '@fleetgraph/kit/database/listener';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Temporal } from 'temporal-polyfill';
import { FACTS_CHANNEL } from '../../fact/collect-facts/collect-facts.js';
import { computeSeries } from '../../series/compute-series/compute-series.js';
import { Bucket, type SeriesPoint } from '../../series/series.type.js';
import type { MetricDefinition } from '../metric-catalogue.js';

/** What is watched, for whom. */
interface MetricWatch {
  readonly em: EntityManager;
  readonly listener: DatabaseListener;
  readonly signal: AbortSignal;
  readonly metric: MetricDefinition;
  readonly organisationId: string | undefined;
}

/** Shortest time between two messages: a rush of events is one change. */
const THROTTLE_MS = 1_000;

/** The points of today, and again after facts of the measure came in. */
export async function* watchMetric(watch: MetricWatch): AsyncGenerator<SeriesPoint, void, undefined> {
  const { listener, signal, metric } = watch;
  let hasChanged = true;
  let wake = (): void => {};
  const tell = (): void => {
    hasChanged = true;
    wake();
  };
  const unsubscribe = await listener.subscribe(FACTS_CHANNEL, (measure) => {
    if (measure === READ_AGAIN || metric.compute.from === 'unit-time' || measure === metric.compute.measure) tell();
  });
  signal.addEventListener('abort', tell);
  try {
    while (!signal.aborted) {
      hasChanged = false;
      yield* await today(watch);
      await pause(THROTTLE_MS, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
      if (!hasChanged) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    signal.removeEventListener('abort', tell);
    unsubscribe();
  }
}

async function today({ em, metric, organisationId }: MetricWatch): Promise<readonly SeriesPoint[]> {
  const day = Temporal.Now.zonedDateTimeISO('UTC').startOfDay();
  const series = await computeSeries(em.fork(), {
    metric,
    from: new Date(day.epochMilliseconds),
    to: new Date(day.add({ days: 1 }).epochMilliseconds),
    bucket: Bucket.TOTAL,
    groupBy: metric.dimensions.filter((dimension) => dimension === 'currency'),
    timeZone: 'UTC',
    organisationId,
  });
  return series.points;
}
