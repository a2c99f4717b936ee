import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { typeDefs } from '../testing/graphs/federation-link.js';
import { compose } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';
import { startTestSubgraph, type TestSubgraph } from '../testing/test-subgraph.js';

const BROKEN = 'broken';
const LOST = { message: 'the labels were lost', path: ['_entities'], extensions: { code: 'NOT_FOUND' } };

/** A subgraph that writes null for its whole list of entities when one of them is broken. */
function startStrictSubgraph(): Server {
  const server = createServer(async (request, response) => {
    const { variables } = (await json(request)) as { variables: { representations: { id: string }[] } };
    const ids = variables.representations.map(({ id }) => id);
    const entities = ids.map((id) => ({ __typename: 'Item', label: `label of ${id}` }));
    const answer = ids.includes(BROKEN)
      ? { data: { _entities: null }, errors: [LOST] }
      : { data: { _entities: entities } };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  return server.listen(0, '127.0.0.1');
}

describe.each([false, true])('a subgraph that gives no list of entities, where a cache is on: %s', (enabled) => {
  let items: TestSubgraph;
  let labels: Server;
  let router: TestRouter;

  beforeEach(async () => {
    items = await startTestSubgraph({
      name: 'items',
      typeDefs: typeDefs('type Query { items(ids: [ID!]!): [Item!]! } type Item @key(fields: "id") { id: ID! }'),
      resolvers: { Query: { items: (_: unknown, { ids }: { ids: string[] }) => ids.map((id) => ({ id })) } },
    });
    labels = startStrictSubgraph();
    await once(labels, 'listening');
    const url = `http://127.0.0.1:${(labels.address() as AddressInfo).port}/`;
    const strict = {
      name: 'labels',
      url,
      typeDefs: typeDefs('type Item @key(fields: "id") { id: ID! label: String }'),
    };
    router = await startTestRouter({
      supergraph: compose([items, strict]),
      cache: { enabled, rules: { Item: { maxAge: 60 } } },
    });
  });

  afterEach(async () => {
    await router.stop();
    labels.close();
    labels.closeAllConnections();
    await items.kill();
  });

  const ask = async (...ids: string[]) => {
    const { data, errors } = await router.query('query ($ids: [ID!]!) { items(ids: $ids) { label } }', {
      variables: { ids },
    });
    return { labels: data.items.map(({ label }: { label: string }) => label), errors };
  };

  it('is heard when it says why', async () => {
    const error = { message: LOST.message, extensions: { code: 'NOT_FOUND', subgraph: 'labels' } };
    expect(await ask(BROKEN)).toMatchObject({ labels: [null], errors: [{ ...error, path: ['items', 0, 'label'] }] });
    expect(await ask('a')).toEqual({ labels: ['label of a'], errors: undefined });
    const known = enabled ? 'label of a' : null;
    expect(await ask('a', BROKEN)).toMatchObject({ labels: [known, null], errors: [error, error] });
  });
});
