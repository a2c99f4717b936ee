import { type DocumentNode, Kind } from 'graphql';
import { directiveArguments } from './linked-directives.js';

/** Plans name a subgraph as itself, the supergraph by a value of `join__Graph`: names by values. */
export function subgraphNames({ definitions }: DocumentNode): ReadonlyMap<string, string> {
  const graphs = definitions.find(
    (definition) => definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph',
  );
  const values = graphs?.kind === Kind.ENUM_TYPE_DEFINITION ? (graphs.values ?? []) : [];
  return new Map(
    values.map(({ name, directives }) => {
      const join = directives?.find((directive) => directive.name.value === 'join__graph');
      return [name.value, join === undefined ? name.value : String(directiveArguments(join).name)];
    }),
  );
}
