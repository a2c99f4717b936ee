import { executeSync, type GraphQLSchema, Kind, visit } from 'graphql';
import { LRUCache } from 'lru-cache';
import { ownBytes } from '../own-bytes.js';
import type { Json } from '../plan-executor/own-properties.js';
import type { ShapeField } from '../shaper/shape.js';
import type { PlannedOperation } from './planned-operation.js';
import type { HitsAndMisses } from './work-counts.js';

/** Who asks for the schema, and with what. */
export interface Introspection {
  readonly planned: PlannedOperation;
  readonly variables: Json;
  readonly coercedVariables: Json;
}

/** What is known about a field of one shape: conditions around it make other shapes, in which it may say something else. */
interface FieldOfSchema {
  readonly number: number;
  /** Names of those that matter to it. */
  readonly variables: readonly string[];
}

/** Bytes that an entry takes besides its key and its JSON, about. */
const ENTRY_BYTES = 500;
/** Longest variables, in characters, with which an answer is remembered. */
const MAX_KEY = 10_000;

/**
 * Remembers what fields of `__schema` and `__type` say: a schema does not change, and a large one takes tens of ms to tell.
 * One memory for each version of the supergraph, bounded in bytes.
 */
export class IntrospectionMemory {
  readonly #told: LRUCache<string, Buffer>;
  readonly #fields = new WeakMap<ShapeField, FieldOfSchema>();
  #count = 0;

  constructor(
    readonly schema: GraphQLSchema,
    maxBytes: number,
    readonly counts: HitsAndMisses,
  ) {
    this.#told = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: (json, key) => ENTRY_BYTES + 2 * key.length + json.length,
    });
  }

  /** What a field says, as JSON; not to be changed. */
  tell(field: ShapeField, asked: Introspection): Buffer {
    const key = this.#keyOf(field, asked);
    const known = this.#told.get(key);
    this.counts[known === undefined ? 'misses' : 'hits']++;
    if (known !== undefined) return known;
    const json = ownBytes(JSON.stringify(introspect(this.schema, field, asked)));
    if (key.length <= MAX_KEY) this.#told.set(key, json);
    return json;
  }

  /** Only variables that matter to the field make another answer. */
  #keyOf(field: ShapeField, { planned, coercedVariables }: Introspection): string {
    let known = this.#fields.get(field);
    if (known === undefined) {
      known = { number: ++this.#count, variables: variablesOf(field, planned) };
      this.#fields.set(field, known);
    }
    const values = known.variables.map((name) => coercedVariables[name] ?? null);
    return JSON.stringify([known.number, ...values]);
  }
}

/** Names of the variables on which a field, or something below it, depends. */
function variablesOf({ nodes }: ShapeField, { parsed: { fragments } }: PlannedOperation): readonly string[] {
  const names = new Set<string>();
  const spread = new Set<string>();
  const collect = (node: Parameters<typeof visit>[0]): void => {
    visit(node, {
      Variable: ({ name }) => void names.add(name.value),
      FragmentSpread({ name: { value } }) {
        const fragment = fragments.get(value);
        if (fragment === undefined || spread.has(value)) return;
        spread.add(value);
        collect(fragment);
      },
    });
  };
  for (const node of nodes) collect(node);
  return [...names];
}

function introspect(
  schema: GraphQLSchema,
  { nodes, responseName }: ShapeField,
  { planned: { parsed }, variables: variableValues }: Introspection,
): unknown {
  const definition = { ...parsed.definition, selectionSet: { kind: Kind.SELECTION_SET, selections: nodes } as const };
  const document = { kind: Kind.DOCUMENT, definitions: [definition, ...parsed.fragments.values()] } as const;
  const { data } = executeSync({ schema, document, variableValues, rootValue: {} });
  return data?.[responseName] ?? null;
}
