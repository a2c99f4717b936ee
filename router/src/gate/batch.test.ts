import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { SHOP } from '../testing/graphs/shop.js';
import type { JsonAnswer } from '../testing/plain-gateway.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';

const ME = { query: '{ me { name } }' };
const NAMED = { data: { me: { name: 'User 1' } } };

describe('a list of operations', () => {
  let graph: TestGraph;
  let router: TestRouter;

  beforeAll(async () => {
    graph = await startTestGraph(SHOP);
  });
  afterEach(() => router?.stop());
  afterAll(() => graph?.stop());

  const start = async (maxBatch?: number) => {
    const limits = maxBatch === undefined ? {} : { maxBatch };
    router = await startTestRouter({ supergraph: graph.supergraph, limits });
  };
  const send = async (body: unknown) => {
    const response = await router.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, answers: (await response.json()) as JsonAnswer[] & JsonAnswer };
  };

  it('is refused by default, even of one', async () => {
    await start();
    const { status, answers } = await send([ME]);
    expect([status, answers.errors?.[0]?.extensions.code]).toEqual([400, 'BAD_REQUEST']);
  });

  it('is answered up to the limit, and refused above it as a whole', async () => {
    await start(3);
    expect(await send([ME, ME, ME])).toEqual({ status: 200, answers: [NAMED, NAMED, NAMED] });
    graph.reset();
    const { status, answers } = await send([ME, ME, ME, ME]);
    expect([status, answers.errors?.[0]?.extensions]).toEqual([
      400,
      { code: 'LIMIT_EXCEEDED', limit: 'batch', max: 3 },
    ]);
    expect(graph.subgraph('accounts').requests).toEqual([]);
  });

  it('has its answers in its order, each with its own errors', async () => {
    await start(5);
    const { status, answers } = await send([
      { query: '{ nothing }' },
      ME,
      { query: '{' },
      { query: 'query ($id: ID!) { user(id: $id) { name } }', variables: { id: '2' } },
      { query: 'subscription { x }' },
    ]);
    expect(status).toBe(200);
    expect(answers.map(({ data, errors }) => data ?? errors?.[0]?.extensions.code)).toEqual([
      'GRAPHQL_VALIDATION_FAILED',
      { me: { name: 'User 1' } },
      'GRAPHQL_PARSE_FAILED',
      { user: { name: 'User 2' } },
      'GRAPHQL_VALIDATION_FAILED',
    ]);
  });

  it.each([[[]], [[1]], [[null]], [[[ME]]], [[{ query: 1 }]]])('is refused when it is %j', async (body) => {
    await start(5);
    expect((await send(body)).status).toBe(400);
  });
});
