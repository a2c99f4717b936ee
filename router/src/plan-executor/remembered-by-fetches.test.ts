import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { typeDefs } from '../testing/graphs/federation-link.js';
import { compose } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';

const MB = 1_048_576;
const ROUNDS = 300;
/** Characters of each name: large enough to be seen in the heap. */
const LONG = 100_000;
const GROUPS = 12;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

describe('the memory of what fetches have met', () => {
  let server: Server;
  let router: TestRouter;
  let things: (variables: Readonly<Record<string, boolean>>) => object = () => ({});

  beforeAll(async () => {
    server = createServer(async (request, response) => {
      const { variables = {} } = JSON.parse(Buffer.concat(await request.toArray()).toString());
      const data =
        request.url === '/things' ? things(variables) : Object.fromEntries(Object.entries(variables).map(answerOf));
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ data }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    router = await startTestRouter({
      supergraph: compose([
        {
          name: 'things',
          url: `${url}/things`,
          typeDefs: typeDefs('type Query { thing(isThere: Boolean): Thing } type Thing @key(fields: "id") { id: ID! }'),
        },
        {
          name: 'prices',
          url: `${url}/prices`,
          typeDefs: typeDefs('type Thing @key(fields: "id") { id: ID! price(in: String): Int }'),
        },
      ]),
      execution: { rememberBytes: 0 },
    });
  });

  afterAll(async () => {
    await router?.stop();
    server?.close();
    server?.closeAllConnections();
  });

  /** By how much some rounds make the heap grow, in MB. */
  async function growth(ask: (round: number) => Promise<unknown>): Promise<number> {
    for (let round = 0; round < ROUNDS; round++) await ask(round);
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    for (let round = ROUNDS; round < 2 * ROUNDS; round++) await ask(round);
    collectGarbage();
    return (process.memoryUsage().heapUsed - before) / MB;
  }

  it('is bounded when a subgraph names other types each time', async () => {
    const ask = async (round: number) => {
      things = () => ({ thing: { __typename: `T${round}`.padEnd(LONG, 'x'), id: '1' } });
      const { data } = await router.query('{ thing { price } }');
      expect(data).toEqual({ thing: null });
    };
    expect(await growth(ask)).toBeLessThan(10); // 30 and more when each is remembered
  });

  it('is bounded when other parts of an operation have something to ask each time', async () => {
    const groups = Array.from({ length: GROUPS }, (_, at) => at);
    const fields = groups.map((at) => `t${at}: thing(isThere: $v${at}) { ${`p${at}`.padEnd(10_000, 'x')}: price }`);
    const query = `query (${groups.map((at) => `$v${at}: Boolean`).join(' ')}) { ${fields.join(' ')} }`;
    things = (variables) =>
      Object.fromEntries(
        groups.map((at) => [`t${at}`, variables[`v${at}`] ? { __typename: 'Thing', id: `${at}` } : null]),
      );
    const ask = async (round: number) => {
      const variables = Object.fromEntries(groups.map((at) => [`v${at}`, ((round >> at) & 1) === 1]));
      await router.query(query, { variables });
    };
    expect(await growth(ask)).toBeLessThan(10);
  });
});

const answerOf = ([name, list]: [string, unknown]): [string, unknown] => [
  name.replace('representations', '_entities'),
  Array.isArray(list) ? list.map(() => ({ price: 1 })) : null,
];
