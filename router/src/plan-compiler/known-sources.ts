import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import type { Fetch } from './compile-plan.js';
import { positionsOf, textsOn } from './selections.js';

/** Where in the data the answer to a fetch of entities may lie already. */
export interface KnownSource {
  readonly typeName: string;
  /** Names from the top; lists are entered. */
  readonly path: readonly string[];
  /** What the fetch asks of that type, by the name of the answer. */
  readonly fields: readonly string[];
}

/**
 * The positions at which an earlier fetch asks the same subgraph for all that a fetch asks of a type. What a subgraph has
 * said of an entity within one operation is not asked again: it is taken not to contradict itself.
 */
export function knownSources(fetch: Fetch, earlier: Fetch, schema: GraphQLSchema): readonly KnownSource[] {
  if (fetch.subgraph !== earlier.subgraph || isRewritten(fetch) || earlier.outputRewrites.length > 0) return [];
  if (fetch.contextual.length > 0) return []; // another place may give another value
  const base = earlier.path.filter((step) => step !== '@');
  return typesOf(fetch.requires ?? []).flatMap((typeName) => {
    const wanted = textsOn(schema, typeName, fetch.selection);
    if (wanted.size === 0) return [];
    const fields = [...wanted.keys()];
    return positionsOf(earlier.selection)
      .filter(({ set }) => {
        const given = textsOn(schema, typeName, set);
        return fields.every((name) => given.get(name) === wanted.get(name));
      })
      .map(({ names }) => ({ typeName, path: [...base, ...names], fields }));
  });
}

const isRewritten = ({ inputRewrites, outputRewrites }: Fetch): boolean =>
  inputRewrites.length > 0 || outputRewrites.length > 0;

function typesOf(requires: readonly QueryPlanSelectionNode[]): readonly string[] {
  const names = requires.flatMap((selection) =>
    selection.kind === 'InlineFragment' && selection.typeCondition !== undefined ? [selection.typeCondition] : [],
  );
  return [...new Set(names)];
}
