import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { leastCpuMs, slowness } from '../testing/cpu-time.js';
import { SHOP } from '../testing/graphs/shop.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';

const times = (count: number, make: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => make(index)).join(' ');

/** Each of them within the default limit of 262,144 bytes. */
const BOMBS: Readonly<Record<string, string>> = {
  depth: `${'{ me '.repeat(1_600)}${'}'.repeat(1_600)}`,
  width: `{ me { ${times(4_900, (index) => `a${index}`)} } }`,
  aliases: `{ ${times(900, (index) => `a${index}: me { id }`)} }`,
  'aliases of sign-in': `mutation { ${times(100, (index) => `a${index}: rename(id: "1", name: "x") { id }`)} }`,
  directives: `{ me { name ${'@include(if: true) '.repeat(700)} } }`,
  'unknown directives': `{ me { name ${'@x '.repeat(2_400)} } }`,
  'the same object again and again': `{ ${'me { friends { id } } '.repeat(700)} }`,
  'the same object within itself': `{ me { ${'friends { friends { id } } '.repeat(330)} } }`,
  'inline fragments': `{ me { ${'... { ... { friends { ... { id } } } } '.repeat(250)} } }`,
  'exponential fragments': `{ me { ...F0 } } ${times(90, (index) => `fragment F${index} on User { ...F${index + 1} ...F${index + 1} }`)} fragment F90 on User { id }`,
  'exponential fragments without a field': `{ me { ...F0 } } ${times(90, (index) => `fragment F${index} on User { ...F${index + 1} ...F${index + 1} }`)}`,
  'circles of fragments':
    '{ me { ...A } } fragment A on User { friends { ...B ...B } } fragment B on User { friends { ...A ...B } }',
  'a circle far below': `{ me { ...F0 } } ${times(60, (index) => `fragment F${index} on User { friends { ...F${(index + 1) % 60} ...F${(index + 7) % 60} } }`)}`,
  'many fragments': `{ me { ...F0 } } ${times(800, (index) => `fragment F${index} on User { id }`)}`,
  'fragments that nobody spreads': `{ me { id } } fragment F on User { ${'friends { friends { friends { id } } } '.repeat(300)} }`,
  'fragments of one name': `{ me { ...F } } fragment F on User { ${'friends { friends { friends { id } } } '.repeat(300)} } fragment F on User { id }`,
  'introspection in depth': `{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }`,
  'introspection in width': `{ __schema { types { fields { type { ${times(29, (index) => `a${index}: fields { type { name } args { type { name } } }`)} } } } } }`,
  'introspection many times': `{ ${times(19, (index) => `a${index}: __schema { types { fields { type { fields { args { name } } } } } }`)} }`,
  'nested lists': `{ user(id: ${'['.repeat(2_400)}${']'.repeat(2_400)}) { id } }`,
  'a long list': `{ user(id: [${'1 '.repeat(4_900)}]) { id } }`,
  'nested types': `query ($a: ${'['.repeat(2_000)}Int${']'.repeat(2_000)}) { me { id } }`,
  'many variables': `query (${times(1_200, (index) => `$v${index}: Int`)}) { me { id } }`,
  'many operations': times(900, (index) => `query Q${index} { me { id } }`),
  tokens: `{ ${'me '.repeat(80_000)} }`,
  'a text without an end': `{ me(id: "${'x'.repeat(250_000)}`,
  'a block text': `{ me(id: """${'\\n '.repeat(50_000)}""") { id } }`,
  braces: '{'.repeat(250_000),
};

describe('costly requests', () => {
  let graph: TestGraph;
  let router: TestRouter;
  let slow: number;

  beforeAll(async () => {
    slow = await slowness();
    graph = await startTestGraph(SHOP);
    router = await startTestRouter({ supergraph: graph.supergraph });
  });
  afterAll(async () => {
    await router?.stop();
    await graph?.stop();
  });

  const send = async (query: string) => {
    const response = await router.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json' },
      body: JSON.stringify({ query }),
    });
    const { errors } = (await response.json()) as { errors?: { extensions: { code: string } }[] };
    return { status: response.status, code: errors?.[0]?.extensions.code };
  };

  it.each(Object.keys(BOMBS))('of %s are refused with a typed 4xx, in less than 50 ms of CPU', async (name) => {
    const bomb = BOMBS[name] ?? '';
    const { status, code } = await send(bomb);
    expect([name, status, code]).toEqual([name, 400, expect.stringMatching(/^(LIMIT|COST)_EXCEEDED$|^GRAPHQL_/)]);
    const cpuMs = await leastCpuMs((round) => send(`${bomb} #${round}`)); // no text is sent twice
    expect(cpuMs).toBeLessThan(50 * slow);
  });

  /** Speaks HTTP by hand; answers everything that came until the router closed. */
  const talk = async (lines: readonly string[], body = '') => {
    const socket = connect(router.port, '127.0.0.1');
    socket.on('error', () => {});
    let text = '';
    socket.on('data', (data) => {
      text += data;
    });
    socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`);
    await once(socket, 'close');
    return text;
  };
  const post = [
    'POST /graphql HTTP/1.1',
    'host: x',
    'content-type: application/json',
    `content-length: ${60 * 2 ** 20}`,
  ];

  it('of 60 MB are refused before they are sent', async () => {
    expect(await talk(post, '{"query":"')).toMatch(/^HTTP\/1\.1 413 [\s\S]*BODY_TOO_LARGE/);
  });

  it('of 60 MB are refused instead of being waited for', async () => {
    const answer = await talk([...post, 'expect: 100-continue']);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).not.toContain('100 Continue');
  });

  it('of 60 MB that are sent nevertheless are cut off', async () => {
    const socket = connect(router.port, '127.0.0.1');
    socket.on('error', () => {});
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(`${post.join('\r\n')}\r\n\r\n`);
    const chunk = Buffer.alloc(2 ** 20, 'x');
    let sent = 0;
    while (!socket.destroyed && sent < 60) {
      sent++;
      if (!socket.write(chunk)) await Promise.race([once(socket, 'drain').catch(() => undefined), closed]);
    }
    socket.destroy();
    expect(sent).toBeLessThan(60);
  });

  it('leave the router as quick as before', async () => {
    expect(await router.query('{ me { name } }')).toEqual({ data: { me: { name: 'User 1' } } });
  });
});
