import {
  type DirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type InterfaceTypeDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { directiveArguments } from './linked-directives.js';

/** A type of a supergraph with fields of its own. */
export type FieldsType = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

export const hasFields = (definition: DocumentNode['definitions'][number]): definition is FieldsType =>
  definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION;

/** Arguments of `@join__type`, `@join__field` and `@join__implements` that are read here, as the join specification fixes them. */
export interface Join {
  /** Value of `join__Graph` that stands for the subgraph. */
  readonly graph?: string;
  readonly key?: string;
  readonly resolvable?: boolean;
  readonly interface?: string;
  readonly type?: string;
  readonly requires?: string;
  readonly provides?: string;
  readonly external?: boolean;
  readonly overrideLabel?: string;
  readonly usedOverridden?: boolean;
  readonly contextArguments?: readonly { readonly selection: string }[];
}

type JoinDirective = 'join__type' | 'join__field' | 'join__implements';

export const isJoin = (directive: DirectiveNode, name: JoinDirective): boolean => directive.name.value === name;

export const joinOf = (directive: DirectiveNode): Join => directiveArguments(directive);

/** What a type or a field says of its subgraphs. */
export function joinsIn({ directives = [] }: FieldsType | FieldDefinitionNode, name: JoinDirective): readonly Join[] {
  return directives.filter((directive) => isJoin(directive, name)).map(joinOf);
}

/** A field set (`join__FieldSet`) as selections. */
export function fieldSetOf(text: string): SelectionSetNode {
  const [operation] = parse(`{ ${text} }`, { noLocation: true }).definitions as [OperationDefinitionNode]; // one was written
  return operation.selectionSet;
}
