import { type DocumentNode, type FragmentDefinitionNode, Kind, type OperationDefinitionNode } from 'graphql';
import type { ParallelNames } from './parallel-names.js';

/** An operation that is known to be valid. */
export interface ParsedOperation {
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Names that need care, because one place of the answer may have several fields under them. */
  readonly parallel: ParallelNames;
  /** Number of nodes in its document. */
  readonly size: number;
  /** Whether it asks for the schema. */
  readonly isIntrospection: boolean;
}

/** The fragments of a document by name. */
export function fragmentsOf({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}
