import { type DocumentNode, Kind } from 'graphql';
import { directiveArguments, linkedDirectives } from './linked-directives.js';

/** How long a list is assumed to be, from `@listSize`. */
export interface ListSize {
  readonly assumedSize?: number;
  readonly slicingArguments?: readonly string[];
  readonly sizedFields?: readonly string[];
  /** Default: true. */
  readonly requireOneSlicingArgument?: boolean;
}

/** List sizes of a supergraph by `Type.field`; weights by `Type`, `Type.field`, `Type.field(argument:)` or `Input.field`. */
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
    for (const field of ('fields' in definition ? definition.fields : undefined) ?? []) {
      const key = `${definition.name.value}.${field.name.value}`;
      read(key, field.directives as Parameters<typeof read>[1]);
      if (field.kind !== Kind.FIELD_DEFINITION) continue;
      for (const { name, directives } of field.arguments ?? [])
        read(`${key}(${name.value}:)`, directives as Parameters<typeof read>[1]);
    }
  }
  return { weights, listSizes };
}
