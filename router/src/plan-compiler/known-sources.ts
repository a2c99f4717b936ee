import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import type { Fetch } from './compile-plan.js';
import { type NameTree, namesIn, positionsOf, textsOn } from './selections.js';

/** Where in the data the answer to a fetch of entities may lie already. */
export interface KnownSource {
  readonly typeName: string;
  /** Names from the top; lists are entered. */
  readonly path: readonly string[];
  /** What the fetch asks of that type, and below it. */
  readonly fields: NameTree;
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
    const wanted = [...textsOn(schema, typeName, fetch.selection)];
    if (wanted.length === 0) return [];
    const names = namesIn(fetch.selection);
    const fields = new Map(wanted.map(([name]) => [name, names.get(name)]));
    return positionsOf(earlier.selection)
      .filter(({ set }) => {
        const given = textsOn(schema, typeName, set);
        return wanted.every(([name, texts]) => isOneText(texts, given.get(name)));
      })
      .map((position) => ({ typeName, path: [...base, ...position.names], fields }));
  });
}

/** Of several texts for one name an object may have the one or the other: by the type of what is above it. */
function isOneText(wanted: ReadonlySet<string>, given: ReadonlySet<string> | undefined): boolean {
  const [text, ...others] = wanted;
  return text !== undefined && others.length === 0 && given?.size === 1 && given.has(text);
}

const isRewritten = ({ inputRewrites, outputRewrites }: Fetch): boolean =>
  inputRewrites.length > 0 || outputRewrites.length > 0;

function typesOf(requires: readonly QueryPlanSelectionNode[]): readonly string[] {
  const names = requires.flatMap((selection) =>
    selection.kind === 'InlineFragment' && selection.typeCondition !== undefined ? [selection.typeCondition] : [],
  );
  return [...new Set(names)];
}
