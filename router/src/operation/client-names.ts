import { type DocumentNode, type FieldNode, Kind, visit } from 'graphql';
import { responseNameOf } from '../plan-compiler/selections.js';
import type { RequiredNames } from '../supergraph/required-names.js';
import { askedBy, type ParallelNames } from './parallel-names.js';

/** A name of ours; the number tells fields apart that the client calls the same. */
const OURS = /^_client\d*_/;

/** Prefix of a field that the planner alone knows (`required-variants.ts`). */
const VARIANT = /^_variant\d+_/;

/** Names that a client's own must not be merged with. */
export interface TakenNames {
  readonly required: RequiredNames;
  readonly parallel: ParallelNames;
}

/**
 * The planner merges a client's field with one that a plan reads for itself, or with another one of the client's under an
 * object of another type, when both have the same response name, even when they differ in arguments or alias. Such a field
 * is fetched under a name of its own.
 */
export function dataNameOf(node: FieldNode, { required, parallel }: TakenNames): string {
  const name = responseNameOf(node);
  const number = parallel.get(name)?.indexOf(askedBy(node)) ?? -1; // a field of ours is not among them
  if (number !== -1) return `_client${number}_${name}`;
  return collides(node, name, required) ? `_client_${name}` : name;
}

/** Renames what collides, so that the planner sees two fields. */
export function withDataNames(document: DocumentNode, taken: TakenNames): DocumentNode {
  return visit(document, {
    Field(node) {
      const dataName = dataNameOf(node, taken);
      return dataName === responseNameOf(node) ? undefined : { ...node, alias: { kind: Kind.NAME, value: dataName } };
    },
  });
}

/** A path in the data, in the client's own words. */
export function toClientPath(path: readonly (string | number)[]): (string | number)[] {
  return path.map((step) => (typeof step === 'string' ? toClientName(step) : step));
}

const toClientName = (name: string): string => name.replace(OURS.test(name) ? OURS : VARIANT, '');

function collides(node: FieldNode, name: string, required: RequiredNames): boolean {
  if (OURS.test(name) || VARIANT.test(name)) return true;
  if (name !== node.name.value) return required.all.has(name);
  if (required.withArguments.has(name)) return true;
  return required.byRequires.has(name) && (node.arguments?.length ?? 0) > 0;
}
