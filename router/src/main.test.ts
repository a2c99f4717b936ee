import { once } from 'node:events';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { makeLiveGraph } from './testing/graphs/live.js';
import { SHOP } from './testing/graphs/shop.js';
import { compose, startTestGraph, type TestGraph } from './testing/test-graph.js';
import { startTestRouter, type TestRouter, until } from './testing/test-router.js';
import { TestSocket } from './testing/test-socket.js';

describe('a router', () => {
  let folder: string;
  let graph: TestGraph;
  let router: TestRouter;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fleetgraph-router-'));
    graph = await startTestGraph(SHOP);
  });

  afterEach(async () => {
    await router?.stop();
    await graph.stop();
    await rm(folder, { recursive: true });
  });

  const replace = async (file: string, text: string) => {
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
  };
  const withoutReviews = () => compose(['accounts', 'products', 'stock'].map((name) => graph.subgraph(name)));
  const codes = async (query: string) => (await router.query(query)).errors?.map(({ extensions: { code } }) => code);

  it.each(['supergraph.graphql', ''])('serves a new supergraph as soon as it is in the file: "%s"', async (given) => {
    const file = join(folder, 'supergraph.graphql');
    await replace(file, withoutReviews());
    router = await startTestRouter({ supergraph: join(folder, given) });
    expect(await codes('{ me { reviews { text } } }')).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    await replace(file, graph.supergraph);
    await until('the new one is served', async () => (await codes('{ me { reviews { text } } }')) === undefined);
  });

  it.each(['type Query {', 'type Query { me: Int }', ''])(
    'refuses a bad supergraph and keeps the old one: "%s"',
    async (bad) => {
      const file = join(folder, 'supergraph.graphql');
      await replace(file, withoutReviews());
      router = await startTestRouter({ supergraph: file });
      await replace(file, bad);
      const answers = await Promise.all(Array.from({ length: 30 }, () => router.query('{ me { name } }')));
      for (const answer of answers) expect(answer).toEqual({ data: { me: { name: 'User 1' } } });
      await replace(file, graph.supergraph);
      await until('a good one is served again', async () => (await codes('{ me { reviews { text } } }')) === undefined);
    },
  );

  it('does not start with a bad supergraph', async () => {
    await expect(startTestRouter({ supergraph: 'type Query { a: Int }\n' })).rejects.toThrow('not a valid supergraph');
    router = await startTestRouter({ supergraph: graph.supergraph });
  });

  it('tells of settings for subgraphs that are not there, and of subgraphs that are nowhere', async () => {
    const told: string[] = [];
    const logger = pino({ level: 'warn' }, { write: (line) => told.push(line) });
    const subgraphs = { acounts: { urls: 'http://127.0.0.1:1' }, stock: { urls: [] } };
    router = await startTestRouter({ supergraph: graph.supergraph, subgraphs, logger });
    expect(told.map((line) => JSON.parse(line).subgraphs)).toEqual([['acounts'], ['stock']]);
  });

  it('tells of settings of the cache for types and fields that are not there', async () => {
    const told: string[] = [];
    const logger = pino({ level: 'warn' }, { write: (line) => told.push(line) });
    const rules = { Usr: { maxAge: 60 }, 'Query.me': { maxAge: 60 }, 'User.nme': { maxAge: 60 } };
    const cache = { enabled: true, rules, invalidatedBy: { 'Mutation.renam': ['User'] } };
    router = await startTestRouter({ supergraph: graph.supergraph, cache, logger });
    expect(told.map((line) => JSON.parse(line).names)).toEqual([['Usr', 'User.nme', 'Mutation.renam']]);
  });

  it('plans in the thread that answers when it is told so', async () => {
    const execution = { planInThread: false };
    router = await startTestRouter({ supergraph: graph.supergraph, execution });
    expect(await router.query('{ me { name } }')).toEqual({ data: { me: { name: 'User 1' } } });
    await expect(startTestRouter({ supergraph: 'type Query { a: Int }\n', execution })).rejects.toThrow(
      'not a valid supergraph',
    );
  });

  it('tells where a supergraph stops being GraphQL', async () => {
    const supergraph = 'type Query {\n  a: Int\n  b\n}\n';
    await expect(startTestRouter({ supergraph })).rejects.toThrow('not a valid supergraph: 4:1: Syntax Error');
  });

  it('hides what is inaccessible', async () => {
    router = await startTestRouter({ supergraph: graph.supergraph });
    const { data } = await router.query(
      '{ user: __type(name: "User") { fields { name } } role: __type(name: "Role") { enumValues { name } } }',
    );
    expect(data.user.fields.map(({ name }: { name: string }) => name)).not.toContain('secret');
    expect(data.role.enumValues).toEqual([{ name: 'ADMIN' }, { name: 'MEMBER' }]);
    expect(await codes('{ hidden }')).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  });

  it('answers introspection only where it is allowed, and then makes no suggestions', async () => {
    router = await startTestRouter({ supergraph: graph.supergraph, introspection: 'nobody' });
    expect(await codes('{ __schema { queryType { name } } }')).toContain('GRAPHQL_VALIDATION_FAILED');
    expect(JSON.stringify(await router.query('{ m }'))).not.toContain('Did you mean');
    expect(await router.query('{ __typename }')).toEqual({ data: { __typename: 'Query' } });
  });

  it('is ready when all subgraphs are, and names the one that is not', async () => {
    router = await startTestRouter({ supergraph: graph.supergraph });
    const ready = async () => {
      const response = await router.fetch('/health/ready');
      return [response.status, await response.json()];
    };
    expect(await ready()).toEqual([200, { ready: true, failing: [] }]);
    graph.subgraph('stock').isReady = false;
    await graph.subgraph('reviews').kill();
    await until('it is not ready', async () => (await ready())[0] === 503);
    expect(await ready()).toEqual([503, { ready: false, failing: ['reviews', 'stock'] }]);
    for (const path of ['/health', '/health/live']) expect((await router.fetch(path)).status).toBe(200);
  });

  it('lets requests under way finish when it stops', async () => {
    router = await startTestRouter({ supergraph: graph.supergraph });
    const answers = Array.from({ length: 20 }, () => router.query('{ me { name reviews { text } } }'));
    await until('they are under way', () => graph.subgraph('accounts').requests.length > 0);
    await router.stop();
    for (const { data } of await Promise.all(answers)) expect(data.me.name).toBe('User 1');
    await expect(router.fetch('/health/live')).rejects.toThrow();
  });

  it('is held by nobody whose upgrade it refused, when it stops', async () => {
    router = await startTestRouter({ supergraph: graph.supergraph });
    const upgrade = 'host: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n';
    const held = await Promise.all(
      [
        `GET /elsewhere HTTP/1.1\r\n${upgrade}\r\n`,
        `GET /graphql HTTP/1.1\r\n${upgrade}origin: https://evil.example\r\n\r\n`,
      ].map(async (request) => {
        const socket = connect({ port: router.port, host: '127.0.0.1', allowHalfOpen: true });
        socket.on('error', () => {});
        socket.write(request);
        await once(socket.resume(), 'end'); // the router has said all, and this client stays
        return socket;
      }),
    );
    await router.stop();
    for (const socket of held) socket.destroy();
  });

  it('sends sockets away with 1001 when it stops, and with 1012 when the schema changes', async () => {
    const live = await startTestGraph(makeLiveGraph().definitions);
    const file = join(folder, 'live.graphql');
    await replace(file, live.supergraph);
    router = await startTestRouter({ supergraph: file });
    const [one, other] = [await TestSocket.greeted(router.url), await TestSocket.greeted(router.url)];
    one.subscribe('1', 'subscription { watched(id: "x") { sequence } }');
    await one.answersOf('1', 1);
    await replace(file, `# a comment\n${live.supergraph}`);
    expect((await one.closed).code).toBe(1012);
    await other.closed;
    const last = await TestSocket.greeted(router.url);
    await router.stop();
    expect((await last.closed).code).toBe(1001);
    await live.stop();
  });

  it('answers 404 for what is not there', async () => {
    router = await startTestRouter({ supergraph: graph.supergraph });
    expect((await router.fetch('/elsewhere')).status).toBe(404);
  });
});
