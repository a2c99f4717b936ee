import { ListSize } from '@fleetgraph/kit/graphql/directives';
import { batchedReference } from '@fleetgraph/kit/graphql/reference';
import { Query, Resolver } from 'type-graphql';
import { MetricType } from './metric.type.js';
import { findMetric, METRICS } from './metric-catalogue.js';

/** The catalogue. */
@Resolver()
export class MetricsQuery {
  @ListSize({ assumedSize: 50 })
  @Query(() => [MetricType], { description: 'The catalogue: every measure with its formula, unit and grain.' })
  metrics(): readonly MetricType[] {
    return METRICS;
  }
}

/** A measure by name, for other subgraphs. */
export const metricReference = batchedReference(async (representations: readonly { name: string }[]) =>
  representations.map(({ name }) => findMetric(name)),
);
