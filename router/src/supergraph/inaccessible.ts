import { type ConstDirectiveNode, type DocumentNode, Kind, parse } from 'graphql';
import { linkedDirectives } from './linked-directives.js';

const URL = 'https://specs.apollo.dev/inaccessible/v0.2';

const DEFINITION = parse(`directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION`);

/** A supergraph that knows `@inaccessible`, and how it is written there. */
export function withInaccessible(supergraph: DocumentNode): { document: DocumentNode; directive: ConstDirectiveNode } {
  const known = linkedDirectives(supergraph)('inaccessible', 'inaccessible');
  const directive: ConstDirectiveNode = {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: known ?? 'inaccessible' },
  };
  if (known !== undefined) return { document: supergraph, directive };
  const definitions = supergraph.definitions.map((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION
      ? { ...definition, directives: [...(definition.directives ?? []), link()] }
      : definition,
  );
  return { document: { ...supergraph, definitions: [...definitions, ...DEFINITION.definitions] }, directive };
}

function link(): ConstDirectiveNode {
  const [definition] = parse(`schema @link(url: "${URL}", for: SECURITY) { query: Query }`).definitions;
  const directives = definition?.kind === Kind.SCHEMA_DEFINITION ? definition.directives : undefined;
  if (directives?.[0] === undefined) throw new Error('A text of our own has lost its directive.');
  return directives[0];
}
