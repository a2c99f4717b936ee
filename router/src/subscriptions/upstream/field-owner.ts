import { type ConstDirectiveNode, type GraphQLField, type GraphQLObjectType, isEnumType } from 'graphql';
import { directiveArguments } from '../../supergraph/linked-directives.js';
import type { Supergraph } from '../../supergraph/load-supergraph.js';

/** A field of a type, and a subgraph that may have it. */
interface OwnedField {
  readonly type: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
  readonly subgraph: string;
}

/** True when a subgraph resolves a field by itself, by the join directives of the supergraph. */
export function isFieldOf(supergraph: Supergraph, { type, field, subgraph }: OwnedField): boolean {
  const graph = graphOf(supergraph, subgraph);
  const isHere = (join: Readonly<Record<string, unknown>>) => join.graph === graph;
  if (graph === undefined || !applied(type, 'join__type').some(isHere)) return false;
  const joins = applied(field, 'join__field');
  if (joins.length === 0) return true; // by every subgraph that has the type
  return joins.some((join) => isHere(join) && join.external !== true && join.usedOverridden !== true);
}

/** The name of a subgraph within the supergraph's directives. */
function graphOf({ fullSchema }: Supergraph, subgraph: string): string | undefined {
  const graphs = fullSchema.getType('join__Graph');
  if (!isEnumType(graphs)) return undefined;
  return graphs.getValues().find((value) => applied(value, 'join__graph')[0]?.name === subgraph)?.name;
}

/** Arguments of each use of a directive. */
function applied(
  { astNode }: { readonly astNode?: { readonly directives?: readonly ConstDirectiveNode[] } | null | undefined },
  directive: string,
): readonly Readonly<Record<string, unknown>>[] {
  return (astNode?.directives ?? []).filter(({ name }) => name.value === directive).map(directiveArguments);
}
