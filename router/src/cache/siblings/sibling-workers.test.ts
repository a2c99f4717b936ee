import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { claimPorts } from '@fleetgraph/kit/ports/claim-ports';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { makePersonalGraph } from '../../testing/graphs/personal.js';
import { startTestCommand, type TestCommand } from '../../testing/test-command.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { until } from '../../testing/test-router.js';

const SECRET = 'a secret of operators';
const WORKERS = 2;
/** Connections are handed to workers in turn, so that a few of them reach all. */
const TURNS = 4 * WORKERS;

const data = makePersonalGraph();
let folder: string;
let graph: TestGraph;
let router: TestCommand;
let doorPort: number;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fleetgraph-siblings-'));
  graph = await startTestGraph(data.definitions);
  const file = join(folder, 'any.graphql');
  await writeFile(file, graph.supergraph);
  [doorPort = 0] = await claimPorts(1);
  const settings = [
    'cache.enabled=true',
    'cache.rules={ Query.news: { maxAge: 60 } }',
    `cache.admin.port=${doorPort}`,
    `cache.admin.secret=${SECRET}`,
  ];
  const flags = settings.flatMap((setting) => ['--set', setting]);
  router = await startTestCommand(['--supergraph', file, '--port', '0', '--workers', `${WORKERS}`, ...flags]);
});

afterAll(async () => {
  await router?.stop();
  await graph?.stop();
  await rm(folder, { recursive: true });
});

const ask = async (query: string) => {
  const headers = { 'content-type': 'application/json', connection: 'close' };
  const response = await fetch(router.url, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return (await response.json()) as { data: { news: string } };
};

/** What is said in turn, by all workers. */
const news = async () => {
  const said = new Set<string>();
  for (let turn = 0; turn < TURNS; turn++) said.add((await ask('{ news }')).data.news);
  return [...said];
};

const untilKept = (name: string) =>
  until('all workers keep it', async () => {
    graph.reset();
    const said = await news();
    return graph.subgraph('items').requests.length === 0 && said.join() === name;
  });

it('a change that one worker hears of, by the door or by a mutation, all have heard of when it is answered', async () => {
  await untilKept('Item 1');
  data.rename('1', 'A');
  expect(await news()).toEqual(['Item 1']);
  const response = await fetch(`http://127.0.0.1:${doorPort}/cache/invalidate`, {
    method: 'POST',
    headers: { authorization: `Bearer ${SECRET}` },
    body: JSON.stringify({ tags: ['Query.news'] }),
  });
  expect(response.status).toBe(200);
  expect(await news()).toEqual(['A']);

  await untilKept('A');
  await ask('mutation { rename(id: "1", name: "B") { id } }');
  expect(await news()).toEqual(['B']);
});
