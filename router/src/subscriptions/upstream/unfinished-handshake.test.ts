import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeLiveGraph } from '../../testing/graphs/live.js';
import { startTestCommand, type TestCommand } from '../../testing/test-command.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { until } from '../../testing/test-router.js';
import { TestSocket } from '../../testing/test-socket.js';

describe('a subgraph that takes connections and opens no socket', () => {
  const connections: Socket[] = [];
  let folder: string;
  let graph: TestGraph;
  let silent: Server;
  let router: TestCommand;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fleetgraph-handshake-'));
    graph = await startTestGraph(makeLiveGraph().definitions);
    await writeFile(join(folder, 'supergraph.graphql'), graph.supergraph);
    silent = createServer((connection) => void connections.push(connection.resume().on('error', () => {}))).listen(
      0,
      '127.0.0.1',
    );
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const streams = `subgraphs.watching.subscriptions.urls=http://127.0.0.1:${port}/graphql`;
    router = await startTestCommand(['--supergraph', folder, '--port', '0', '--set', streams]);
  });

  afterEach(async () => {
    await router.stop();
    for (const connection of connections.splice(0)) connection.destroy();
    silent.close();
    await graph.stop();
    await rm(folder, { recursive: true });
  });

  it('costs nothing but its stream when the client has left before', async () => {
    const socket = await TestSocket.greeted(router.url.replace('/graphql', ''));
    socket.subscribe('1', 'subscription { said }');
    await until('the router has connected', () => connections.length > 0);
    socket.send({ type: 'complete', id: '1' });
    socket.subscribe('2', '{ sequence(id: "x") }');
    await socket.answersOf('2', 1);
    const cut = connections.map((connection) => once(connection.end(), 'close'));
    await Promise.all(cut); // the router knows
    socket.subscribe('3', '{ sequence(id: "x") }');
    expect(await socket.answersOf('3', 1)).toEqual([{ data: { sequence: 0 } }]);
    expect(router.output.stderr).not.toContain('Error');
    await socket.close();
  });
});
