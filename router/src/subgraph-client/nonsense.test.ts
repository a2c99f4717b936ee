import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { typeDefs } from '../testing/graphs/federation-link.js';
import { compose } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';

/** Deeper than `JSON.stringify` can go. */
const ABYSS = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;

describe('a subgraph that talks nonsense', () => {
  let server: Server;
  let router: TestRouter;
  let body = '';

  beforeAll(async () => {
    server = createServer((_, response) => response.setHeader('content-type', 'application/json').end(body));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const schema = `scalar JSON type Query { name: String notes: [JSON] medium: Medium }
      interface Medium { title: String! } type Book implements Medium { title: String! } type Author { title: String }`;
    router = await startTestRouter({
      supergraph: compose([{ name: 'odd', url, typeDefs: typeDefs(schema) }]),
      traffic: { retries: { max: 0 }, circuitBreaker: { minFailures: 1_000 } },
    });
  });

  afterAll(async () => {
    await router?.stop();
    server?.close();
    server?.closeAllConnections();
  });

  it.each([
    '{"data":null}',
    '{"data":5}',
    '{"data":[{}]}',
    '{"errors":[]}',
    '{"data":null,"errors":{"message":"x"}}',
    '[]',
    '""',
    '{"data":{"name":"a"}',
  ])('costs its fields, and says so: %s', async (text) => {
    body = text;
    const { data, errors } = await router.query('{ name }');
    expect(data).toEqual({ name: null });
    expect(errors?.map(({ path, extensions }) => [path, extensions?.code])).toEqual([
      [['name'], 'SUBGRAPH_INVALID_RESPONSE'],
    ]);
  });

  it('is heard when it writes a text where an error belongs', async () => {
    body = '{"data":{"name":null},"errors":["the name was lost"]}';
    const { errors } = await router.query('{ name }');
    expect(errors).toMatchObject([{ message: 'the name was lost', path: ['name'] }]);
  });

  it.each(['Author', 'Nothing', 'Query'])('costs the object that it calls what it cannot be: %s', async (name) => {
    body = `{"data":{"name":"a","medium":{"__typename":"${name}","title":"b"}}}`;
    for (let turn = 0; turn < 3; turn++) {
      const { data, extensions } = await router.query('{ name medium { __typename title } }');
      expect(data).toEqual({ name: 'a', medium: null });
      expect(extensions?.valueCompletion).toMatchObject([{ path: ['medium'] }]);
    }
  });

  it('costs one value when that lies too deep to be written', async () => {
    body = `{"data":{"name":"a","notes":[{"a":{"b":1}},${ABYSS}]}}`;
    const answer = await router.query('{ name notes }');
    expect(answer.data).toEqual({ name: 'a', notes: [{ a: { b: 1 } }, null] });
  });
});
