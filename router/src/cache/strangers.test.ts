import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makePersonalGraph } from '../testing/graphs/personal.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter, until } from '../testing/test-router.js';

describe('callers without a token, of a router with a cache', () => {
  let graph: TestGraph;
  let router: TestRouter;

  beforeEach(async () => {
    graph = await startTestGraph(makePersonalGraph().definitions);
    router = await startTestRouter({
      supergraph: graph.supergraph,
      cache: { enabled: true, rules: { 'Query.news': { maxAge: 60 } } },
      origins: { trustProxy: true },
    });
  });

  afterEach(async () => {
    await router.stop();
    await graph.stop();
  });

  it('are answered elsewhere as before when one of them has mutated', async () => {
    const askFrom = async (address: string, query: string) => {
      graph.reset();
      const { data: answer } = await router.query(query, { headers: { 'x-forwarded-for': address } });
      return { times: graph.subgraph('items').requests.length, news: answer.news };
    };
    await askFrom('1.1.1.1', '{ news }');
    await askFrom('1.1.1.1', 'mutation { rename(id: "1", name: "New") { id } }');
    expect(await askFrom('2.2.2.2', '{ news }')).toEqual({ times: 0, news: 'Item 1' });
    expect(await askFrom('1.1.1.1', '{ news }')).toEqual({ times: 1, news: 'New' });
    expect(await askFrom('2.2.2.2', '{ news }')).toEqual({ times: 0, news: 'New' });
  });

  it('do not join others who wait for what was kept before they have mutated', async () => {
    const askFrom = async (address: string, query: string) =>
      (await router.query(query, { headers: { 'x-forwarded-for': address } })).data.news;
    const query = '{ news stocked { id } }';
    await askFrom('2.2.2.2', query);
    await askFrom('1.1.1.1', 'mutation { rename(id: "1", name: "New") { id } }');
    graph.reset();
    const letGo = graph.subgraph('stock').hold();
    const elsewhere = askFrom('2.2.2.2', query);
    await until('it is asked', () => graph.subgraph('stock').requests.length === 1);
    const here = askFrom('1.1.1.1', query);
    await askFrom('3.3.3.3', '{ headline }'); // comes after both
    letGo();
    expect(await Promise.all([elsewhere, here])).toEqual(['Item 1', 'New']);
  });
});
