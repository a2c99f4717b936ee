import type { Subgraph } from '@fleetgraph/kit/graphql/subgraph';
import { onAnyEvent } from './fact/collect-facts/on-any-event.js';
import { MetricsQuery, metricReference } from './metric/metrics.query.js';
import { MetricUpdatedSubscription } from './metric/watch-metric/metric-updated.subscription.js';
import { CreateFacts } from './migrations/create-facts.migration.js';
import { SeriesQuery } from './series/compute-series/series.query.js';

/** Numbers: what was taken, paid, cancelled and searched, counted from the events of all others. */
export const analytics: Subgraph = {
  name: 'analytics',
  resolvers: [MetricsQuery, SeriesQuery, MetricUpdatedSubscription],
  references: { Metric: metricReference },
  entities: [],
  migrations: [CreateFacts],
  consumers: [onAnyEvent],
  jobs: [],
};
