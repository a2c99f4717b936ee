import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { RouterSettings } from '../config/config-schema.js';
import { GUARDED } from '../testing/graphs/guarded.js';
import { REQUIREMENTS } from '../testing/graphs/requirements.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestIssuer, type TestIssuer } from '../testing/test-issuer.js';
import { startTestRouter, type TestRouter, until } from '../testing/test-router.js';

const PEOPLE = 'query People { people { name } }';
const SALARIES = 'query Salaries { people { name salary account } }';
const UNKNOWN = 'query Unknown { people { shoeSize } }';
const TWO = 'query One { open } query Two { box { open } }';

let graph: TestGraph;
let parcels: TestGraph;
let issuer: TestIssuer;
let folder: string;
let router: TestRouter;
/** What the router logs. */
let told: { readonly msg: string; readonly document?: string; readonly planned?: number }[];

beforeAll(async () => {
  graph = await startTestGraph(GUARDED);
  parcels = await startTestGraph(REQUIREMENTS);
  issuer = await startTestIssuer();
});
beforeEach(async () => {
  told = [];
  folder = await mkdtemp(path.join(tmpdir(), 'fleetgraph-warm-'));
  await mkdir(path.join(folder, 'documents', 'deeper'), { recursive: true });
  await write('supergraph.graphql', graph.supergraph);
});
afterEach(async () => {
  await router.stop();
  await rm(folder, { recursive: true });
});
afterAll(async () => {
  await issuer.stop();
  await graph.stop();
  await parcels.stop();
});

const at = (name: string) => path.join(folder, name);
const write = (name: string, text: string) => writeFile(at(name), text);

async function start(execution: RouterSettings['execution'], more: Partial<RouterSettings> = {}): Promise<void> {
  router = await startTestRouter({
    supergraph: at('supergraph.graphql'),
    authentication: issuer.rules,
    metrics: { port: 0 },
    execution,
    logger: pino({ level: 'info' }, { write: (line) => told.push(JSON.parse(line)) }),
    ...more,
  });
}

const startWarm = async (more: Partial<RouterSettings> = {}) => {
  await start({ warm: { documents: [at('documents')] } }, more);
  await isPlanned(1);
};

/** Waits until the router has told so many times that it has planned ahead. */
const isPlanned = (times: number) =>
  until('it has planned ahead', () => told.filter(({ planned }) => planned !== undefined).length === times);

async function plansMade(): Promise<number> {
  const text = await (await fetch(router.metricsUrl ?? '')).text();
  return Number(/^fleetgraph_router_plans_total\{result="made"\} (\d+)$/m.exec(text)?.[1] ?? Number.NaN);
}

/** What is answered to somebody with every right, with how many plans that took. */
async function ask(query: string, operationName?: string): Promise<{ data: unknown; plans: number }> {
  const token = await issuer.token({ scope: 'pay:read people:read' });
  const before = await plansMade();
  const response = await router.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, operationName }),
  });
  const { data } = (await response.json()) as { data: unknown };
  return { data, plans: (await plansMade()) - before };
}

it('plans the operations of documents and folders, so that the first request makes no plan', async () => {
  await write('documents/people.graphql', PEOPLE);
  await write('documents/deeper/two.gql', TWO);
  await write('documents/people.variables.json', '{}');
  await startWarm();
  expect(await plansMade()).toBe(3);
  expect(await ask(PEOPLE, 'People')).toMatchObject({ data: { people: [{}, {}] }, plans: 0 });
  expect(await ask(TWO, 'One')).toMatchObject({ data: { open: 'yes' }, plans: 0 });
  expect(await ask(TWO, 'Two')).toMatchObject({ data: { box: { open: 1 } }, plans: 0 });
  expect(await ask('{ box { open } }')).toMatchObject({ plans: 1 });
});

it('plans them whoever will ask: with rights, without their name, with other white space', async () => {
  await write('documents/salaries.graphql', SALARIES);
  await startWarm();
  expect(await ask(SALARIES)).toMatchObject({ data: { people: [{ salary: expect.anything() }, {}] }, plans: 0 });
  expect(await ask(`# the same\n${SALARIES.replaceAll(' ', '\n')}`, 'Salaries')).toMatchObject({ plans: 0 });
});

it('plans the operations of manifests, unless told otherwise', async () => {
  const operation = { id: '1', name: 'People', type: 'query', body: PEOPLE };
  const format = { format: 'apollo-persisted-query-manifest', version: 1 };
  await write('manifest.json', JSON.stringify({ ...format, operations: [operation] }));
  const persistedOperations = { mode: 'allow' as const, manifests: [at('manifest.json')] };
  await start({}, { persistedOperations });
  await isPlanned(1);
  expect(await ask(PEOPLE)).toMatchObject({ plans: 0 });
  await router.stop();
  await start({ warm: { manifests: false } }, { persistedOperations });
  expect(await ask(PEOPLE)).toMatchObject({ plans: 1 });
});

it('tells once what is not valid, and plans the rest, at the start and before another supergraph is served', async () => {
  await write('documents/a-unknown.graphql', UNKNOWN);
  await write('documents/b-broken.graphql', 'query {');
  await write('documents/c-people.graphql', PEOPLE);
  await startWarm();
  await write('supergraph.graphql', `# another\n${graph.supergraph}`);
  await until('the other one is served', () => told.some(({ msg }) => msg === 'another supergraph is served'));
  const refused = told.filter(({ msg }) => msg === 'an operation cannot be planned ahead');
  const documents = refused.map(({ document = '' }) => path.basename(document));
  expect(documents).toEqual(['a-unknown.graphql', 'b-broken.graphql']);
  expect(await plansMade()).toBe(2);
  expect(await ask(PEOPLE, 'People')).toMatchObject({ plans: 0 });
});

it.each([true, false])(
  'answers meanwhile, and is ready afterwards (planning in a thread: %s)',
  async (planInThread) => {
    // So many that one question is answered before all of them are planned, however slow this thread is beside the other.
    const numbers = Array.from({ length: 300 }, (_, number) => number);
    await Promise.all(numbers.map((number) => write(`documents/${number}.graphql`, `{ people { a${number}: name } }`)));
    await start({ planInThread, warm: { documents: [at('documents')], maxOperations: 300, maxMs: 60_000 } });
    const readiness = async () => {
      const response = await router.fetch('/health/ready');
      return { status: response.status, body: await response.json() };
    };
    expect(await readiness()).toEqual({ status: 503, body: { ready: false, failing: ['warming'] } });
    expect(await ask('{ open }')).toMatchObject({ data: { open: 'yes' } });
    expect(told).toEqual([]);
    await until('it is ready', async () => (await readiness()).status === 200);
    expect(told).toMatchObject([{ expected: 300, planned: 300 }]);
  },
);

it('plans no more than it may', async () => {
  await write('documents/two.graphql', TWO);
  await start({ warm: { documents: [at('documents')], maxOperations: 1 } });
  await isPlanned(1);
  expect(await plansMade()).toBe(1);
});

it('plans what was asked of another version for the same conditions, where each has a plan of its own', async () => {
  await write('supergraph.graphql', parcels.supergraph);
  await start({});
  const query = 'query ($hide: Boolean!) { parcel(id: "1") { price zone @skip(if: $hide) } }';
  const conditions = [{ hide: false }, { hide: true }];
  for (const variables of conditions) await router.query(query, { variables });
  await write('supergraph.graphql', `# another\n${parcels.supergraph}`);
  await until('the other one is served', () => told.some(({ msg }) => msg === 'another supergraph is served'));
  const before = await plansMade();
  for (const variables of conditions) {
    const { data } = await router.query(query, { variables });
    expect(data.parcel).toMatchObject({ price: 20 });
  }
  expect(await plansMade()).toBe(before);
});

it('does not start when a document that is named is not there', async () => {
  await write('documents/two.graphql', TWO);
  await startWarm();
  const execution = { warm: { documents: [at('none.graphql')] } };
  await expect(startTestRouter({ supergraph: at('supergraph.graphql'), execution })).rejects.toThrow('none.graphql');
});
