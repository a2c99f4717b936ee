import { type DocumentNode, type FieldNode, Kind, visit } from 'graphql';
import type { RequiredNames } from '../supergraph/required-names.js';

const PREFIX = '_client_';

/** Prefix of a field that the planner alone knows (`required-variants.ts`). */
const VARIANT = /^_variant\d+_/;

/**
 * The planner merges a client's field with one that a plan reads for itself when both have the same response name, even
 * when they differ in arguments or alias. Such a field is fetched under a name of its own.
 */
export function dataNameOf(node: FieldNode, required: RequiredNames): string {
  const name = node.alias?.value ?? node.name.value;
  return collides(node, name, required) ? PREFIX + name : name;
}

/** Renames what collides, so that the planner sees two fields. */
export function withDataNames(document: DocumentNode, required: RequiredNames): DocumentNode {
  return visit(document, {
    Field(node) {
      const dataName = dataNameOf(node, required);
      const name = node.alias?.value ?? node.name.value;
      return dataName === name ? undefined : { ...node, alias: { kind: Kind.NAME, value: dataName } };
    },
  });
}

/** A path in the data, in the client's own words. */
export function toClientPath(path: readonly (string | number)[]): (string | number)[] {
  return path.map((step) => (typeof step === 'string' ? toClientName(step) : step));
}

const toClientName = (name: string): string =>
  name.startsWith(PREFIX) ? name.slice(PREFIX.length) : name.replace(VARIANT, '');

function collides(node: FieldNode, name: string, required: RequiredNames): boolean {
  if (name.startsWith(PREFIX) || VARIANT.test(name)) return true;
  if (name !== node.name.value) return required.all.has(name);
  if (required.withArguments.has(name)) return true;
  return required.byRequires.has(name) && (node.arguments?.length ?? 0) > 0;
}
