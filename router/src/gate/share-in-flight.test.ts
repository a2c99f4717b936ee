import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter, until } from '../testing/test-router.js';

/** Answers that are held back until the test lets them go; each counts up. */
const held: (() => void)[] = [];
let count = 0;
const GATED = {
  name: 'gated',
  typeDefs: parse('type Query { count: Int! other: Int! } type Mutation { change: Boolean! }'),
  resolvers: {
    Query: {
      count: () => new Promise((resolve) => held.push(() => resolve(++count))),
      other: () => 0,
    },
    Mutation: { change: () => true },
  },
};

let graph: TestGraph;
let router: TestRouter;

beforeAll(async () => {
  graph = await startTestGraph([GATED]);
  router = await startTestRouter({ supergraph: graph.supergraph, headers: { propagate: ['X-Tenant'] } });
});
beforeEach(() => graph.reset());
afterEach(() => letGo());
afterAll(async () => {
  await router?.stop();
  await graph?.stop();
});

const letGo = () => held.splice(0).forEach((go) => void go());
const asked = (text: string) => graph.subgraph('gated').requests.filter(({ query }) => query.includes(text)).length;

/** Sends requests one behind the other on one connection; answers the bodies, in their order. */
async function pipeline(requests: readonly { query: string; headers?: Record<string, string> }[]): Promise<string> {
  const socket = connect(router.port, '127.0.0.1');
  const lines = requests.map(({ query, headers = {} }, index) => {
    const body = JSON.stringify({ query });
    const all = { host: 'router', 'content-type': 'application/json', 'content-length': body.length, ...headers };
    const last = index === requests.length - 1 ? { connection: 'close' } : {};
    const head = Object.entries({ ...all, ...last }).map(([name, value]) => `${name}: ${value}`);
    return `POST /graphql HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n${body}`;
  });
  socket.write(lines.join(''));
  let text = '';
  socket.on('data', (chunk) => (text += chunk));
  await once(socket, 'close');
  return text;
}

const counts = (text: string) => [...text.matchAll(/"count":(\d+)/g)].map(([, number]) => Number(number));
/** A question behind others on the same connection: when it is seen, the others have been seen. */
const AFTER = { query: '{ other }' };

describe('equal queries at the same time', () => {
  it('share one answer', async () => {
    const answers = pipeline([...Array.from({ length: 20 }, () => ({ query: '{ count }' })), AFTER]);
    await until('all are asked', () => asked('other') === 1);
    letGo();
    expect(new Set(counts(await answers)).size).toBe(1);
    expect(counts(await answers)).toHaveLength(20);
    expect(asked('count')).toBe(1);
  });

  it('do not share when a header differs that is handed on', async () => {
    const tenants = ['a', 'b'].map((tenant) => ({ query: '{ count }', headers: { 'x-tenant': tenant } }));
    const answers = pipeline([...tenants, AFTER]);
    await until('both are asked', () => asked('count') === 2);
    letGo();
    expect(new Set(counts(await answers)).size).toBe(2);
    const seen = graph.subgraph('gated').requests.map(({ headers }) => headers['x-tenant']);
    expect(seen.slice(0, 2).sort()).toEqual(['a', 'b']);
  });

  it('do not join what was asked before somebody changed something', async () => {
    const before = pipeline([{ query: '{ count }' }, AFTER]);
    await until('the first is asked', () => asked('count') === 1);
    await router.query('mutation { change }');
    const after = pipeline([{ query: '{ count }' }, AFTER]);
    await until('the second is asked', () => asked('count') === 2);
    letGo();
    expect(new Set([...counts(await before), ...counts(await after)]).size).toBe(2);
  });

  it('get their answer when the one that was first has gone', async () => {
    const abort = new AbortController();
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ count }"}' };
    const first = router.fetch('/graphql', { ...init, signal: abort.signal }).catch(() => 'gone');
    await until('the first is asked', () => asked('count') === 1);
    const second = pipeline([{ query: '{ count }' }, AFTER]);
    await until('the second is there', () => asked('other') === 1);
    abort.abort();
    expect(await first).toBe('gone');
    letGo();
    expect(counts(await second)).toHaveLength(1);
    expect(asked('count')).toBe(1);
  });
});
