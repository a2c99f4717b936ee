import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RouterSettings } from '../../config/config-schema.js';
import { makePersonalGraph, type PersonalGraph } from '../../testing/graphs/personal.js';
import { TestBus } from '../../testing/test-bus.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { startTestRouter, type TestRouter, until } from '../../testing/test-router.js';

const RULES = { 'Query.news': { maxAge: 60 }, Item: { maxAge: 60 } };
type Events = NonNullable<NonNullable<RouterSettings['cache']>['events']>;

const ONE_BY_KEY: Events = { rules: [{ topic: 'items', entities: [{ type: 'Item', key: { id: 'key' } }] }] };

describe('a cache that hears of changes by a bus', () => {
  let data: PersonalGraph;
  let graph: TestGraph;
  let bus: TestBus;
  let router: TestRouter;

  beforeEach(async () => {
    data = makePersonalGraph();
    graph = await startTestGraph(data.definitions);
    bus = new TestBus();
  });

  afterEach(async () => {
    await router.stop();
    await graph.stop();
  });

  const start = async (events: Events, cache: RouterSettings['cache'] = {}) => {
    const settings = { enabled: true, rules: RULES, events, ...cache };
    router = await startTestRouter({ supergraph: graph.supergraph, cache: settings, bus, metrics: { port: 0 } });
  };
  const news = async () => (await router.query('{ news }')).data.news;
  const labels = async () => {
    const { data: found } = await router.query('{ a: item(id: "1") { label } b: item(id: "2") { label } }');
    return [found.a.label, found.b.label];
  };
  const timesAsked = async (ask: () => Promise<unknown>) => {
    graph.reset();
    await ask();
    return Object.values(graph.subgraphs).reduce((sum, { requests }) => sum + requests.length, 0);
  };
  const renameAll = () => {
    data.rename('1', 'A');
    data.rename('2', 'B');
  };
  const samples = async (name: string) => {
    const text = await (await fetch(router.metricsUrl ?? '')).text();
    const lines = text.split('\n').filter((line) => line.startsWith(`fleetgraph_router_${name}{`));
    return lines.map((line) => line.slice(`fleetgraph_router_${name}`.length));
  };

  it('forgets what rules say, and nothing else', async () => {
    await start({
      rules: [
        { topic: 'items', types: ['Renamed'], entities: [{ type: 'Item', key: { id: 'key' } }] },
        { topic: 'items', types: ['Printed'], tags: ['Query.news'] },
      ],
    });
    expect(bus.topics).toEqual(['items']);
    expect([await labels(), await news()]).toEqual([['Item 1!', 'Item 2!'], 'Item 1']);
    renameAll();
    await bus.send({ key: '2', headers: { ce_type: 'Moved' } });
    await bus.send({ key: '2', headers: { ce_type: 'Renamed' }, topic: 'orders' });
    await bus.send({ key: '2' });
    expect(await timesAsked(async () => [await labels(), await news()])).toBe(0);
    await bus.send({ key: '2', headers: { ce_type: 'Renamed' } });
    expect([await labels(), await news()]).toEqual([['Item 1!', 'B!'], 'Item 1']);
    await bus.send({ headers: { ce_type: 'Printed' } });
    expect([await labels(), await news()]).toEqual([['Item 1!', 'B!'], 'A']);
  });

  it.each([
    ['a field of a JSON value', 'data.item.id', { value: { item: { id: '2' } } }],
    ['a number where the graph has an ID', 'data.id', { value: { id: 2 } }],
    ['a field of each of a list', 'data.lines.item', { value: { lines: [{ item: '3' }, { item: '2' }] } }],
    ['each of a list', 'data.ids', { value: { ids: ['3', '2'] } }],
    ['a header', 'header.Item-Id', { headers: { 'item-id': '2' } }],
    [
      'the data of a structured CloudEvent',
      'data.id',
      { headers: { 'content-type': 'application/cloudevents+json' }, value: { type: 'Renamed', data: { id: '2' } } },
    ],
  ])('finds a key in %s', async (_, place, event) => {
    await start({ rules: [{ topic: 'items', entities: [{ type: 'Item', key: { id: place } }] }] });
    await labels();
    renameAll();
    await bus.send(event);
    expect(await labels()).toEqual(['Item 1!', 'B!']);
  });

  it.each([
    ['no JSON', '{'],
    ['no such field', { item: {} }],
    ['null there', { id: null }],
    ['no key there', { id: { id: '2' } }],
    ['no key among the keys', { id: ['3', null] }],
    ['nothing but depth', `{"id":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['more than a thousand keys', { id: Array.from({ length: 1_001 }, (_, at) => `x${at}`) }],
    ['more than can be read', { id: '3', text: 'x'.repeat(1_100_000) }],
  ])('forgets the whole type when an event has %s', async (_, value) => {
    await start({ rules: [{ topic: 'items', entities: [{ type: 'Item', key: { id: 'data.id' } }] }] });
    await labels();
    renameAll();
    await bus.send({ value });
    expect(await labels()).toEqual(['A!', 'B!']);
  });

  it('does not lose its way over events made of nonsense', async () => {
    await start({ rules: [{ topic: 'items', types: ['Renamed'], tags: ['Query.news'] }] });
    await news();
    data.rename('1', 'A');
    for (const value of ['', 'null', '[]', '"x"', '{"type":7}', '{"__proto__":{"type":"Renamed"}}', '\u0000'])
      await bus.send({ value, headers: { ce_type: '' } });
    expect(await timesAsked(news)).toBe(0);
    await bus.send({ headers: { 'content-type': 'application/cloudevents+json' }, value: '{' });
    expect(await news()).toBe('A');
  });

  it('does not give again what was on its way when the event came, nor lets newcomers wait for it', async () => {
    await start({ rules: [{ topic: 'items', tags: ['Query.news'] }] });
    const letGo = graph.subgraph('items').hold();
    const first = news();
    await until('it is asked', () => graph.subgraph('items').requests.length === 1);
    await bus.send({});
    const second = news();
    await until('it is asked anew', () => graph.subgraph('items').requests.length === 2);
    letGo();
    await Promise.all([first, second]);
    expect(await timesAsked(news)).toBe(0);
  });

  it('believes nothing that was asked before events may have been missed', async () => {
    await start(ONE_BY_KEY);
    await labels();
    renameAll();
    bus.find(true);
    expect(await labels()).toEqual(['A!', 'B!']);
    expect(await timesAsked(labels)).toBe(0);
  });

  it('gives again only what is young while the bus is silent, and all of it when nothing was missed', async () => {
    await start({ ...ONE_BY_KEY, maxSilenceMs: 500 });
    await labels();
    bus.lose();
    renameAll();
    expect(await timesAsked(labels)).toBe(0);
    await until('it is too old', async () => (await labels())[0] === 'A!');
    data.rename('1', 'C');
    await until('it is too old again', async () => (await labels())[0] === 'C!');
    bus.find(false);
    await labels();
    expect(await timesAsked(labels)).toBe(0);
  });

  it('tells in metrics what it has kept, found and been told', async () => {
    await start(ONE_BY_KEY, { rules: { 'Query.item': { maxAge: 60 }, ...RULES } });
    await labels();
    await labels();
    await bus.send({ key: '2' });
    await bus.send({ topic: 'elsewhere' });
    await bus.send({});
    await labels();
    expect(await samples('cache_lookups_total')).toEqual(
      expect.arrayContaining([
        '{subgraph="stock",kind="entity",result="hit"} 2',
        '{subgraph="stock",kind="entity",result="miss"} 2',
        '{subgraph="stock",kind="entity",result="invalidated"} 2',
        '{subgraph="items",kind="root",result="miss"} 1',
      ]),
    );
    expect(await samples('cache_stored_total')).toContain('{subgraph="stock",kind="entity"} 4');
    expect(await samples('cache_invalidations_total')).toEqual([
      '{source="door"} 0',
      '{source="event"} 2',
      '{source="mutation"} 0',
    ]);
    expect(await samples('cache_events_total')).toEqual([
      '{result="applied"} 1',
      '{result="ignored"} 1',
      '{result="unreadable"} 1',
    ]);
  });
});

it('refuses rules for events without a bus', async () => {
  const graph = await startTestGraph(makePersonalGraph().definitions);
  const cache = { enabled: true, events: ONE_BY_KEY };
  await expect(startTestRouter({ supergraph: graph.supergraph, cache })).rejects.toThrow('cache.events.kafka');
  await graph.stop();
});
