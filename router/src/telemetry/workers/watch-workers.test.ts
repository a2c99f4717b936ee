import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimPorts } from '@fleetgraph/kit/ports/claim-ports';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SHOP } from '../../testing/graphs/shop.js';
import { startTestCommand, type TestCommand } from '../../testing/test-command.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';

const REQUESTS = 12;

describe('several workers', () => {
  let folder: string;
  let graph: TestGraph;
  let router: TestCommand;
  let metricsPort: number;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fleetgraph-workers-'));
    graph = await startTestGraph(SHOP);
    await writeFile(join(folder, 'shop.graphql'), graph.supergraph);
    [metricsPort = 0] = await claimPorts(1);
    const settings = [`metrics.port=${metricsPort}`, `usage.file=${join(folder, 'usage.jsonl')}`];
    const flags = settings.flatMap((setting) => ['--set', setting]);
    router = await startTestCommand([
      '--supergraph',
      join(folder, 'shop.graphql'),
      '--port',
      '0',
      '--workers',
      '2',
      ...flags,
    ]);
  });

  afterAll(async () => {
    if (router?.child.exitCode === null) await router.stop();
    await graph?.stop();
    await rm(folder, { recursive: true });
  });

  it('tell their metrics as one sum, and lose no usage', async () => {
    for (let count = 0; count < REQUESTS; count++) {
      // A connection for each, so that both workers get some.
      const headers = { 'content-type': 'application/json', connection: 'close', 'apollographql-client-name': 'web' };
      const body = JSON.stringify({ query: 'query Me { me { name } }' });
      expect((await fetch(router.url, { method: 'POST', headers, body })).status).toBe(200);
    }
    const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    expect(text).toContain(
      `fleetgraph_router_operations_total{operation="Me",kind="query",transport="http",code="OK"} ${REQUESTS}\n`,
    );
    expect(await router.stop()).toBe(0);
    const [line = '', ...more] = (await readFile(join(folder, 'usage.jsonl'), 'utf8')).trim().split('\n');
    expect([JSON.parse(line).coordinates, more]).toEqual([{ 'Query.me': REQUESTS, 'User.name': REQUESTS }, []]);
  });
});
