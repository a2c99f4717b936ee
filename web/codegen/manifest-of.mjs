import { createHash } from 'node:crypto';
import { InMemoryCache } from '@apollo/client';
import { Kind, print, visit } from 'graphql';

/** Every operation of the app as its client sends it, in the form of Apollo's persisted query manifest. */
export function manifestOf(documents) {
  const definitions = documents.flatMap(({ document }) => document?.definitions ?? []);
  const fragments = new Map(
    definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION).map((each) => [each.name.value, each]),
  );
  const operations = definitions
    .filter(({ kind }) => kind === Kind.OPERATION_DEFINITION)
    .map((operation) => {
      const body = textOf(operation, fragments);
      const id = createHash('sha256').update(body).digest('hex');
      return { id, name: operation.name.value, type: operation.operation, body };
    })
    .sort((one, other) => one.name.localeCompare(other.name));
  return { format: 'apollo-persisted-query-manifest', version: 1, operations };
}

/** With the fragments that it spreads, and `__typename` wherever the client's cache asks for it. */
function textOf(operation, fragments) {
  const used = new Set();
  const collect = (node) =>
    visit(node, {
      FragmentSpread({ name: { value } }) {
        if (used.has(value)) return;
        used.add(value);
        collect(fragments.get(value));
      },
    });
  collect(operation);
  const definitions = [operation, ...[...used].sort().map((name) => fragments.get(name))];
  return print(new InMemoryCache().transformDocument({ kind: Kind.DOCUMENT, definitions }));
}
