import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestIssuer, type TestIssuer } from '../testing/test-issuer.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';

const WORDS = {
  name: 'words',
  typeDefs: parse(`extend schema @link(url: "https://specs.apollo.dev/federation/v2.12",
      import: ["@authenticated", "@requiresScopes"])
    type Query { all: [Said!]! }
    interface Said { word: String note: String }
    type One implements Said { word: String @authenticated note: String @requiresScopes(scopes: [["a"]]) }
    type Two implements Said { word: String note: String }
    type Three implements Said { word: String @authenticated note: String @requiresScopes(scopes: [["b"], ["c"]]) }`),
  resolvers: {
    Query: { all: () => ['One', 'Two', 'Three'].map((name) => ({ __typename: name, word: name, note: name })) },
  },
};

/** Composition of today lets interfaces have no rules of their own; that of other makers, and of earlier days, does. */
describe('rules of an interface', () => {
  let graph: TestGraph;
  let issuer: TestIssuer;
  let composed: TestRouter;
  let withOwn: TestRouter;

  beforeAll(async () => {
    graph = await startTestGraph([WORDS]);
    issuer = await startTestIssuer();
    const { supergraph } = graph;
    const own = supergraph.replace(/(interface Said[^}]*word: String)/, '$1 @requiresScopes(scopes: [["words"]])');
    composed = await startTestRouter({ supergraph, authentication: issuer.rules });
    withOwn = await startTestRouter({ supergraph: own, authentication: issuer.rules });
  });
  afterAll(async () => {
    await Promise.all([composed?.stop(), withOwn?.stop()]);
    await issuer?.stop();
    await graph?.stop();
  });

  const shown = async (router: TestRouter, scope: string | undefined, field: string, type = 'Said') => {
    const token = scope === undefined ? {} : { token: await issuer.token({ scope }) };
    const { data } = await router.query(`{ all { ... on ${type} { shown: ${field} } } }`, token);
    return data.all.map((said: { shown?: string | null }) => said.shown);
  };

  it.each([
    [undefined, 'word', [null, 'Two', null]],
    ['', 'word', ['One', 'Two', 'Three']],
    [undefined, 'note', [null, 'Two', null]],
    ['a', 'note', ['One', 'Two', null]],
    ['c', 'note', [null, 'Two', 'Three']],
  ])('that it has from its implementations hold on those: for "%s", %s', async (scope, field, expected) => {
    expect(await shown(composed, scope, field)).toEqual(expected);
  });

  it.each([
    [undefined, [null, null, null]],
    ['a b c', [null, null, null]],
    ['words', ['One', 'Two', 'Three']],
  ])('of its own hold on all, beside those: for "%s"', async (scope, expected) => {
    expect(await shown(withOwn, scope, 'word')).toEqual(expected);
    expect(await shown(withOwn, scope, 'word', 'Two')).toEqual([undefined, expected[1], undefined]);
  });
});
