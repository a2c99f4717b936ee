import { type DocumentNode, Kind } from 'graphql';
import { directiveArguments, linkedDirectives } from './linked-directives.js';

/** How long a list is assumed to be, from `@listSize`. */
export interface ListSize {
  readonly assumedSize?: number;
  readonly slicingArguments?: readonly string[];
  readonly sizedFields?: readonly string[];
}

/** Weights and list sizes of a supergraph, by `Type.field`; weights of types by their name. */
export interface CostRules {
  readonly weights: ReadonlyMap<string, number>;
  readonly listSizes: ReadonlyMap<string, ListSize>;
}

/** Reads `@cost` and `@listSize` from a supergraph. */
export function readCostRules(supergraph: DocumentNode): CostRules {
  const nameOf = linkedDirectives(supergraph);
  const cost = nameOf('cost', 'cost');
  const listSize = nameOf('cost', 'listSize');
  const weights = new Map<string, number>();
  const listSizes = new Map<string, ListSize>();

  const read = (key: string, directives: Parameters<typeof directiveArguments>[0][] | undefined) => {
    for (const directive of directives ?? []) {
      if (directive.name.value === cost) weights.set(key, Number(directiveArguments(directive).weight));
      if (directive.name.value === listSize) listSizes.set(key, directiveArguments(directive));
    }
  };
  for (const definition of supergraph.definitions) {
    if (!('name' in definition) || definition.name === undefined || !('directives' in definition)) continue;
    read(definition.name.value, definition.directives as Parameters<typeof read>[1]); // type system: constant
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const field of definition.fields ?? []) {
      read(`${definition.name.value}.${field.name.value}`, field.directives as Parameters<typeof read>[1]);
    }
  }
  return { weights, listSizes };
}
