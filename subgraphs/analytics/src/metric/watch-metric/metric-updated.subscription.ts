import { requireViewer, type SubgraphContext } from '@fleetgraph/kit/graphql/context';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { GraphError } from '@fleetgraph/kit/graphql/graph-error';
import { Arg, Resolver, Root, Subscription } from 'type-graphql';
import { rowsOf } from '../../series/compute-series/series.query.js';
import { SeriesPoint } from '../../series/series.type.js';
import { findMetric } from '../metric-catalogue.js';
import { watchMetric } from './watch-metric.js';

/** `metricUpdated` */
@Resolver()
export class MetricUpdatedSubscription {
  @RequiresScopes('analytics:read')
  @Subscription(() => SeriesPoint, {
    description: "A measure's number of today (UTC): now, and whenever it changes, once a second at the most.",
    subscribe: ({ args, context }: { args: { metric: string }; context: SubgraphContext }) => {
      const metric = findMetric(args.metric);
      if (metric === undefined) throw new GraphError('BAD_USER_INPUT', 'The catalogue has no measure of this name.');
      return watchMetric({ ...context, metric, organisationId: rowsOf(requireViewer(context)) });
    },
  })
  metricUpdated(
    @Arg('metric', () => String, { description: 'Name of a measure of the catalogue.' }) _metric: string,
    @Root() point: SeriesPoint,
  ): SeriesPoint {
    return point;
  }
}
