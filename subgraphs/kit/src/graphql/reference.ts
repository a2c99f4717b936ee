import type { GraphQLResolveInfo } from 'graphql';
import { batchedLoader } from './batched-loader.js';
import type { SubgraphContext } from './context.js';

/** What federation calls for each representation of an entity. */
export type ReferenceResolver<Context> = (
  representation: never,
  context: Context,
  info: GraphQLResolveInfo,
) => Promise<unknown>;

/** Loads all representations of a step in one call; null for what is not there or not the viewer's. */
export function batchedReference<Representation, Entity, Context extends object = SubgraphContext>(
  load: (
    representations: readonly Representation[],
    context: Context,
  ) => Promise<readonly (Entity | null | undefined)[]>,
): ReferenceResolver<Context> {
  const loadOne = batchedLoader<Representation, Entity | null, Context>(
    async (representations, context) => (await load(representations, context)).map((entity) => entity ?? null),
    (representation) => JSON.stringify(representation),
  );
  return (representation: Representation, context: Context) => loadOne(context, representation);
}
