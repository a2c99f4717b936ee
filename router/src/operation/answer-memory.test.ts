import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';

/** What the subgraphs say at the moment. */
const says = { books: ['1', '2'], title: 'Title', mayRead: true };
const SHELF = {
  name: 'shelf',
  typeDefs: parse('type Query { books: [Book!]! } type Book @key(fields: "isbn") { isbn: ID! }'),
  resolvers: { Query: { books: () => says.books.map((isbn) => ({ isbn })) } },
};
const TITLES = {
  name: 'titles',
  typeDefs: parse('type Book @key(fields: "isbn") { isbn: ID! title(in: String): String }'),
  resolvers: {
    Book: {
      __resolveReference: (book: { isbn: string }) => book,
      title: ({ isbn }: { isbn: string }, args: { in?: string }) => {
        if (!says.mayRead) throw new Error('Not today.');
        return `${says.title} ${isbn}${args.in === undefined ? '' : ` in ${args.in}`}`;
      },
    },
  },
};
const QUERY = 'query ($in: String) { books { isbn title(in: $in) } }';

describe('answers that are remembered by what the subgraphs say', () => {
  let graph: TestGraph;
  let router: TestRouter;

  beforeAll(async () => {
    graph = await startTestGraph([SHELF, TITLES]);
    router = await startTestRouter({
      supergraph: graph.supergraph,
      headers: { propagate: ['x-tenant'] },
      traffic: { retries: { max: 0 } },
    });
  });
  beforeEach(() => {
    Object.assign(says, { books: ['1', '2'], title: 'Title', mayRead: true });
    graph.reset();
  });
  afterAll(async () => {
    await router?.stop();
    await graph?.stop();
  });

  const ask = (variables: Record<string, unknown> = {}, headers: Record<string, string> = {}) =>
    router.query(QUERY, { variables, headers });
  const askedOf = (name: string) => graph.subgraph(name).requests.length;
  const titles = (...isbns: string[]) => ({ data: { books: isbns.map((isbn) => ({ isbn, title: `Title ${isbn}` })) } });

  it('are asked for each time, with the headers of each client', async () => {
    for (const tenant of ['a', 'b', 'c', 'd']) expect(await ask({}, { 'x-tenant': tenant })).toEqual(titles('1', '2'));
    for (const name of ['shelf', 'titles'])
      expect(graph.subgraph(name).requests.map(({ headers }) => headers['x-tenant'])).toEqual(['a', 'b', 'c', 'd']);
  });

  it('change as soon as any subgraph says something else', async () => {
    for (let turn = 0; turn < 3; turn++) await ask();
    says.title = 'Other';
    expect(await ask()).toEqual({
      data: {
        books: [
          { isbn: '1', title: 'Other 1' },
          { isbn: '2', title: 'Other 2' },
        ],
      },
    });
    says.title = 'Title';
    for (let turn = 0; turn < 6; turn++) expect(await ask()).toEqual(titles('1', '2'));
    says.books = ['2', '3', '1'];
    expect(await ask()).toEqual(titles('2', '3', '1'));
    for (let turn = 0; turn < 20; turn++) {
      says.books = turn % 3 === 0 ? ['1'] : ['1', '2'];
      expect(await ask()).toEqual(titles(...says.books));
    }
  });

  it('ask nothing twice when the beginning is the same and the end is not', async () => {
    for (let turn = 0; turn < 3; turn++) await ask({ in: 'English' });
    graph.reset();
    says.title = 'Other';
    await ask({ in: 'English' });
    expect([askedOf('shelf'), askedOf('titles')]).toEqual([1, 1]);
  });

  it('are not given again when a subgraph fails or refuses', async () => {
    for (let turn = 0; turn < 3; turn++) await ask({ in: 'French' });
    says.mayRead = false;
    expect(await ask({ in: 'French' })).toMatchObject({
      data: { books: [{ title: null }, { title: null }] },
      errors: [{ message: 'Not today.' }, { message: 'Not today.' }],
    });
    says.mayRead = true;
    for (let turn = 0; turn < 6; turn++) await ask({ in: 'French' });
    graph.subgraph('titles').behaviour = 'drop';
    expect(await ask({ in: 'French' })).toMatchObject({
      data: {
        books: [
          { isbn: '1', title: null },
          { isbn: '2', title: null },
        ],
      },
      errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }, { extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }],
    });
    graph.subgraph('titles').behaviour = 'answer';
    expect(await ask({ in: 'French' })).toMatchObject({ data: { books: [{ title: 'Title 1 in French' }, {}] } });
  });

  it('belong to their variables', async () => {
    for (let turn = 0; turn < 4; turn++) {
      expect(await ask({ in: 'German' })).toMatchObject({ data: { books: [{ title: 'Title 1 in German' }, {}] } });
      expect(await ask({ in: 'Dutch' })).toMatchObject({ data: { books: [{ title: 'Title 1 in Dutch' }, {}] } });
    }
  });

  it('stay while many questions come that nobody asks again', async () => {
    const small = await startTestRouter({
      supergraph: graph.supergraph,
      execution: { rememberBytes: 100_000 },
      metrics: { port: 0 },
    });
    const given = async () => {
      const metrics = await (await fetch(small.metricsUrl ?? '')).text();
      return Number(/^fleetgraph_router_answer_memory_total\{result="hit"\} (\d+)$/m.exec(metrics)?.[1]);
    };
    try {
      for (let turn = 0; turn < 3; turn++) await small.query(QUERY);
      const before = await given();
      for (let number = 0; number < 300; number++) await small.query(QUERY, { variables: { in: `tongue ${number}` } });
      await small.query(QUERY);
      expect(await given()).toBe(before + 1);
    } finally {
      await small.stop();
    }
  });
});
