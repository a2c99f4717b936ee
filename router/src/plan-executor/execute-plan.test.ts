import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { comparable } from '../testing/comparable-answer.js';
import { SHOP } from '../testing/graphs/shop.js';
import { startPlainGateway } from '../testing/plain-gateway.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';

const OPERATIONS: readonly (readonly [name: string, query: string, variables?: Record<string, unknown>])[] = [
  ['a field', '{ me { name } }'],
  [
    'an entity over three subgraphs',
    '{ me { name reviews { text about { ... on Book { name inStock } ... on Toy { name inStock } } } } }',
  ],
  ['aliases', '{ first: user(id: "1") { called: name } second: user(id: "2") { called: name id: email } }'],
  ['names of the prototype', '{ me { constructor: name toString: email reviews { hasOwnProperty: text } } }'],
  [
    'fragments',
    'query { me { ...A } } fragment A on User { name ...B } fragment B on User { reviews { ...C } } fragment C on Review { text author { name } }',
  ],
  [
    'a fragment on an interface',
    '{ products { upc ... on Product { name } ... on Book { isbn inStock } ...T } } fragment T on Toy { age inStock }',
  ],
  ['an interface from another subgraph', '{ node(id: "1") { __typename id ... on User { name reviews { text } } } }'],
  ['a union', '{ media { __typename ... on Film { title seconds } ... on Book { name reviews { text } } } }'],
  ['a list of lists', '{ matrix { name ... on Book { inStock reviews { text author { name } } } } }'],
  ['nulls in lists', '{ users { name nickname tags reviews { text } } }'],
  ['@requires', '{ products { ... on Book { shipping kg: shipping(unit: "kg") } } }'],
  ['@requires with what the client selects as well', '{ product(upc: "b1") { ... on Book { price shipping } } }'],
  ['@provides', '{ products { ... on Book { maker { id name } } ... on Toy { maker { name email } } } }'],
  ['an error that bubbles', '{ users { id fragile } }'],
  ['an error below friends', '{ me { friends { id fragile } } }'],
  ['a non-null root that fails', '{ broken { name } me { name } }'],
  [
    'errors and nulls in a union',
    '{ latest { text rating about { ... on Book { name } ... on Toy { name shelf } } } }',
  ],
  ['an entity that is not there', '{ user(id: "3") { name reviews { text } } }'],
  ['an entity that is not there below a non-null field', '{ user(id: "3") { name dangling } }'],
  [
    '@skip and @include on fields',
    'query ($a: Boolean!, $b: Boolean!) { me { name @skip(if: $a) email @include(if: $b) reviews @include(if: $a) { text } } }',
    { a: true, b: false },
  ],
  [
    'the same with the opposite',
    'query ($a: Boolean!, $b: Boolean!) { me { name @skip(if: $a) email @include(if: $b) reviews @include(if: $a) { text } } }',
    { a: false, b: true },
  ],
  ['@include with a default', 'query ($a: Boolean = false) { me { name reviews @include(if: $a) { text } } }'],
  [
    '@skip on fragments',
    'query ($a: Boolean!) { products { ... on Book @skip(if: $a) { isbn inStock } ...N @include(if: $a) } } fragment N on Product { name }',
    { a: true },
  ],
  [
    'constant conditions',
    '{ me { name @skip(if: true) email @include(if: true) } user(id: "2") @skip(if: true) { name } }',
  ],
  [
    'variables with defaults',
    'query ($first: Int = 2, $upc: ID!) { products(first: $first) { name } product(upc: $upc) { name ... on Book { reviews { text } } } }',
    { upc: 'b1' },
  ],
  ['a variable that is null', 'query ($first: Int) { me { reviews(first: $first) { text } } }', { first: null }],
  ['a variable in an entity', 'query ($first: Int) { me { reviews(first: $first) { text } } }', { first: 1 }],
  ['an inaccessible enum value', '{ users { id role } }'],
  ['the same field twice', '{ me { name } me { email reviews { text } reviews { id } } }'],
  ['only __typename', '{ __typename }'],
  [
    '__typename everywhere',
    '{ __typename me { __typename kind: __typename reviews { __typename about { __typename } } } }',
  ],
  [
    'introspection',
    '{ __schema { queryType { name } } __type(name: "User") { name fields { name type { name kind ofType { name } } } } }',
  ],
  [
    'introspection beside data',
    'query ($n: String!) { me { name } __type(name: $n) { kind } again: __type(name: "Role") { enumValues { name } } }',
    { n: 'Medium' },
  ],
  ['a mutation', 'mutation { rename(id: "1", name: "New") { name reviews { text } } }'],
  [
    'mutations in turn over subgraphs',
    'mutation { a: rename(id: "1", name: "A") { name } addReview(upc: "t1", text: "x") { text about { ... on Toy { name inStock } } } b: rename(id: "2", name: "B") { name } }',
  ],
  ['a mutation that fails', 'mutation { failing { name } }'],
  [
    'deep circles',
    '{ me { reviews { author { reviews { author { name reviews { about { ... on Book { reviews { author { email } } } } } } } } } } }',
  ],
  ['friends of friends', '{ me { friends { name friends { name } made { name ... on Toy { inStock } } } } }'],
  ['a user reached by another key', '{ latest { author { email address { city street } } } }'],
  ['a compound key', '{ things { id label part { serial } } thing: things { place @skip(if: true) id } }'],
];

describe('the executor', () => {
  let graph: TestGraph;
  let router: TestRouter;
  let plain: Awaited<ReturnType<typeof startPlainGateway>>;

  beforeAll(async () => {
    graph = await startTestGraph(SHOP);
    router = await startTestRouter({ supergraph: graph.supergraph });
    plain = await startPlainGateway(graph.supergraph);
  });

  afterAll(async () => {
    await router?.stop();
    await plain?.stop();
    await graph?.stop();
  });

  it.each(OPERATIONS)('answers like plain @apollo/gateway: %s', async (_name, query, variables = {}) => {
    const [ours, theirs] = await Promise.all([router.query(query, { variables }), plain.query(query, variables)]);
    expect(comparable(ours)).toEqual(comparable(theirs));
  });

  describe('where plain @apollo/gateway is wrong', () => {
    it('keeps an alias apart from a key of the same name', async () => {
      const { data } = await router.query('{ me { id: name reviews { id: text } } }');
      expect(data).toEqual({ me: { id: 'User 1', reviews: [{ id: 'Review 1' }, { id: 'Review 3' }] } });
    });

    it('counts the index of an error in the whole list, not among those that were asked for', async () => {
      const { errors } = await router.query('{ products { name ... on Toy { shelf } } }');
      expect(errors?.map(({ path }) => path)).toEqual([['products', 1, 'shelf']]);
    });

    it('tells each place that waited when the entities of a fetch fail together', async () => {
      const { data, errors } = await router.query('{ things { place } }');
      expect(data).toEqual({ things: [{ place: null }, null, { place: null }, { place: null }] });
      expect(errors?.map(({ path }) => path?.join('.')).sort()).toEqual([
        'things.0.place',
        'things.2.place',
        'things.3.place',
      ]);
      expect(errors?.[0]).toMatchObject({
        message: 'thing b is lost',
        extensions: { code: 'NOT_FOUND', subgraph: 'stock' },
      });
    });
  });

  it('asks for an entity once, however often it occurs', async () => {
    graph.reset();
    await router.query('{ latest { author { name } about { ... on Book { reviews { author { name } } } } } }');
    const asked = graph
      .subgraph('accounts')
      .requests.map(({ variables }) => (variables.representations as { id: string }[]).map(({ id }) => id));
    for (const ids of asked) expect(new Set(ids).size).toBe(ids.length);
  });

  it('asks a subgraph once for what two branches of a query need of it', async () => {
    graph.reset();
    const { data } = await router.query('{ users { reviews { text } } products { ... on Book { reviews { text } } } }');
    expect(data.users[0].reviews[0].text).toBe('Review 1');
    expect(data.products.some((product: object) => 'reviews' in product)).toBe(true);
    expect(graph.subgraph('reviews').requests).toHaveLength(1);
  });

  it('asks again for each by itself when one of them has cost all of them their answer', async () => {
    const { data, errors } = await router.query(
      '{ latest { about { ... on Book { inStock } } } things { id place label } }',
    );
    expect(data.latest[0].about).toEqual({ inStock: true });
    expect(data.things[0]).toEqual({ id: 'a', place: null, label: 'thing a' });
    expect(new Set(errors?.map(({ message }) => message))).toEqual(new Set(['thing b is lost']));
  });

  it('tells nothing of the inside of a subgraph', async () => {
    const { errors } = await router.query('{ broken { name } }');
    expect(errors).toEqual([
      {
        message: 'accounts are broken',
        path: ['broken'],
        extensions: { code: 'NOT_FOUND', subgraph: 'accounts', retryable: false },
      },
    ]);
  });
});
