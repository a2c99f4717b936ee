import type { Viewer } from '@fleetgraph/kit/auth/viewer';
import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { requireViewer, type SubgraphContext } from '@fleetgraph/kit/graphql/context';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { GraphError } from '@fleetgraph/kit/graphql/graph-error';
import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import { MetricUnknown, SeriesInput, SeriesPayload, TooManyGroups } from '../series.type.js';
import { computeSeries } from './compute-series.js';
import { toSeriesRequest } from './series-request.js';

/** `series` */
@Resolver()
export class SeriesQuery {
  @RequiresScopes('analytics:aggregate', 'analytics:read')
  @Query(() => SeriesPayload, {
    description: 'A measure over time; partners see their own rows, small groups are hidden.',
  })
  async series(
    @Arg('input', () => SeriesInput, { description: 'Which measure, over which time, grouped how.' })
    input: SeriesInput,
    @Ctx() context: SubgraphContext,
  ): Promise<typeof SeriesPayload> {
    return (async () => computeSeries(context.em, toSeriesRequest(input, rowsOf(requireViewer(context)))))()
      .then((series) => ({ ...series, __typename: 'Series' }))
      .catch(expose(MetricUnknown, TooManyGroups, InputInvalid));
  }
}

/** Whose rows a viewer may see: the scope of the data comes from the token, never from an argument (U-06). */
export function rowsOf({ organisationId, scopes }: Viewer): string | undefined {
  if (organisationId === undefined && !scopes.has('analytics:read')) throw new GraphError('FORBIDDEN');
  return organisationId;
}
