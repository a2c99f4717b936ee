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
  let sizes = '{"data":{"_entities":[{"size":1}]}}';

  beforeAll(async () => {
    server = createServer(({ url }, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(url === '/sizes' ? sizes : body);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const schema = `scalar JSON type Query { name: String notes: [JSON] medium: Medium thing: Thing }
      type Thing @key(fields: "id") { id: ID! note: JSON }
      interface Medium { title: String! } type Book implements Medium { title: String! } type Author { title: String }`;
    const sizesSchema = `scalar JSON
      type Thing @key(fields: "id") { id: ID! note: JSON @external size: Int @requires(fields: "note") }`;
    router = await startTestRouter({
      supergraph: compose([
        { name: 'odd', url, typeDefs: typeDefs(schema) },
        { name: 'sizes', url: `${url}sizes`, typeDefs: typeDefs(sizesSchema) },
      ]),
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

  it('tells of an error as much as can be written', async () => {
    const told = `{"message":"lost","path":["name"],"extensions":{"code":"NOT_FOUND","id":7,"abyss":${ABYSS}}}`;
    body = `{"data":{"name":null,"medium":null},"errors":[${told}]}`;
    const { data, errors } = await router.query('{ name medium { title } }');
    expect(data).toEqual({ name: null, medium: null });
    expect(errors).toMatchObject([{ message: 'lost', path: ['name'], extensions: { code: 'NOT_FOUND', id: 7 } }]);
  });

  it('is not heard without end', async () => {
    body = `{"data":{"name":null},"errors":[${Array(20_000).fill(0).join()}]}`;
    const { data, errors } = await router.query('{ name notes medium { title } }');
    expect(data).toEqual({ name: null, notes: null, medium: null });
    expect(errors).toHaveLength(10_000);
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

  it('costs what needs such a value', async () => {
    body = `{"data":{"name":"a","thing":{"__typename":"Thing","id":"1","note":${ABYSS}}}}`;
    const { data, errors } = await router.query('{ name thing { id size } }');
    expect(data).toEqual({ name: 'a', thing: { id: '1', size: null } });
    expect(errors).toMatchObject([{ path: ['thing', 'size'], extensions: { subgraph: 'sizes' } }]);
  });

  it('is heard when it does not name the list of entities in the path of an error', async () => {
    body = '{"data":{"thing":{"__typename":"Thing","id":"1","note":2}}}';
    sizes = '{"data":{"_entities":[{"size":null}]},"errors":[{"message":"no size","path":["size"]}]}';
    const { data, errors } = await router.query('{ thing { size } }');
    expect(data).toEqual({ thing: { size: null } });
    expect(errors).toMatchObject([{ message: 'no size', path: ['thing', 'size'] }]);
  });
});
