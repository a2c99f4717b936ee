import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { typeDefs } from '../testing/graphs/federation-link.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';

const done: string[] = [];

/** A subgraph with a mutation that tells what it has done. */
const recorder = (name: string) => ({
  name,
  typeDefs: typeDefs(`type Query { ${name}: Int } type Mutation { ${name}(text: String): String }`),
  resolvers: {
    Mutation: {
      [name](_: unknown, { text }: { text: string }) {
        done.push(text);
        return text;
      },
    },
  },
});

describe('the fields of a mutation', () => {
  let graph: TestGraph;
  let router: TestRouter;

  beforeAll(async () => {
    graph = await startTestGraph([recorder('write'), recorder('draw')]);
    router = await startTestRouter({ supergraph: graph.supergraph });
  });
  beforeEach(() => {
    done.length = 0;
  });
  afterAll(async () => {
    await router?.stop();
    await graph?.stop();
  });

  it.each([
    ['fields', '{ a: write(text: "a") b: draw(text: "b") c: write(text: "c") d: write(text: "d") }'],
    [
      'fragments',
      '{ ... { a: write(text: "a") } b: write(text: "b") ... on Mutation { c: write(text: "c") } d: draw(text: "d") }',
    ],
    [
      'named fragments',
      '{ a: write(text: "a") ...F d: write(text: "d") } fragment F on Mutation { b: write(text: "b") ...G } fragment G on Mutation { c: draw(text: "c") }',
    ],
    [
      'fragments in fragments',
      '{ a: write(text: "a") ...F } fragment F on Mutation { b: write(text: "b") ... on Mutation { ...G d: write(text: "d") } } fragment G on Mutation { c: write(text: "c") }',
    ],
    [
      'conditions',
      '($yes: Boolean = true, $no: Boolean = false) { ... @include(if: $yes) { a: write(text: "a") ... @skip(if: $no) { b: draw(text: "b") } x: write(text: "x") @include(if: $no) } c: write(text: "c") ... @include(if: $yes) { d: write(text: "d") } ... @skip(if: $yes) { y: draw(text: "y") } }',
    ],
  ])('are executed in their order: %s', async (_, operation) => {
    const { data } = await router.query(`mutation ${operation}`);
    expect(data).toEqual({ a: 'a', b: 'b', c: 'c', d: 'd' });
    expect(done).toEqual(['a', 'b', 'c', 'd']);
  });
});
