import { afterEach, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { pino } from 'pino';
import { TestBus } from '../testing/test-bus.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';
import type { TestSubgraphDefinition } from '../testing/test-subgraph.js';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key", "@interfaceObject"])`;

/** Goods are known by their number or their SKU, and elsewhere only as things. */
function makeGoods() {
  const labels = new Map([
    ['1', 'old 1'],
    ['2', 'old 2'],
  ]);
  const shelves: TestSubgraphDefinition = {
    name: 'shelves',
    typeDefs: parse(`${LINK} type Query { bySku(sku: ID!): Good } type Good @key(fields: "sku") { sku: ID! }`),
    resolvers: { Query: { bySku: (_: unknown, { sku }: { sku: string }) => ({ sku }) } },
  };
  const lists: TestSubgraphDefinition = {
    name: 'lists',
    typeDefs: parse(`${LINK} type Query { byId(id: ID!): Good } type Good @key(fields: "id") { id: ID! }`),
    resolvers: { Query: { byId: (_: unknown, { id }: { id: string }) => ({ id }) } },
  };
  const things: TestSubgraphDefinition = {
    name: 'things',
    typeDefs: parse(`${LINK}
      type Query { thing(id: ID!): Thing }
      type Thing @key(fields: "id") @interfaceObject { id: ID! }`),
    resolvers: { Query: { thing: (_: unknown, { id }: { id: string }) => ({ id }) } },
  };
  const good = (id: string) => ({ __typename: 'Good', id, sku: `sku ${id}`, label: labels.get(id) });
  const goods: TestSubgraphDefinition = {
    name: 'goods',
    typeDefs: parse(`${LINK}
      interface Thing @key(fields: "id") { id: ID! label: String }
      type Good implements Thing @key(fields: "id") @key(fields: "sku") { id: ID! sku: ID! label: String }`),
    resolvers: {
      Good: { __resolveReference: ({ id, sku = '' }: { id?: string; sku?: string }) => good(id ?? sku.slice(4)) },
      Thing: {
        __resolveType: () => 'Good',
        __resolveReference: ({ id }: { id: string }) => good(id),
      },
    },
  };
  return {
    definitions: [shelves, lists, things, goods],
    relabel: (id: string, label: string) => void labels.set(id, label),
  };
}

const QUERY = `{
  a: bySku(sku: "sku 1") { label } b: bySku(sku: "sku 2") { label }
  c: byId(id: "1") { label } d: byId(id: "2") { label }
  e: thing(id: "1") { label } f: thing(id: "2") { label }
}`;

let graph: TestGraph;
let router: TestRouter;

afterEach(async () => {
  await router?.stop();
  await graph?.stop();
});

it('forgets an entity by whichever key and type it was asked for, and warns of names that are none', async () => {
  const goods = makeGoods();
  graph = await startTestGraph(goods.definitions);
  const bus = new TestBus();
  const warnings: object[] = [];
  const write = (line: string) => void warnings.push(JSON.parse(line));
  router = await startTestRouter({
    supergraph: graph.supergraph,
    bus,
    logger: pino({ level: 'warn' }, { write }),
    cache: {
      enabled: true,
      rules: { Good: { maxAge: 60 }, Thing: { maxAge: 60 } },
      events: {
        rules: [
          { topic: 'items', tags: ['Goods', 'Query.thing'], entities: [{ type: 'Good', key: { id: 'key' } }] },
          { topic: 'others', entities: [{ type: 'Good', key: { number: 'key' } }] },
        ],
      },
    },
  });
  const labels = async () => {
    const { data } = await router.query(QUERY);
    return [data.a, data.b, data.c, data.d, data.e, data.f].map(({ label }) => label);
  };
  const old = ['old 1', 'old 2', 'old 1', 'old 2', 'old 1', 'old 2'];
  expect([await labels(), await labels()]).toEqual([old, old]);
  goods.relabel('1', 'new 1');
  goods.relabel('2', 'new 2');
  await bus.send({ key: '1' });
  expect(await labels()).toEqual(['new 1', 'new 2', 'new 1', 'old 2', 'new 1', 'old 2']);
  expect(warnings).toEqual([expect.objectContaining({ unknown: ['Goods', 'Good.number'] })]);
});
