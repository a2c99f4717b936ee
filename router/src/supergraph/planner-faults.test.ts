import { afterEach, describe, expect, it } from '@jest/globals';
import { NO_RIGHTS } from '../authorization/access.js';
import { DEFAULT_EXECUTION } from '../config/execution-section.js';
import { DEFAULT_LIMITS } from '../config/limits-section.js';
import { AnswerText } from '../operation/answer-text.js';
import { executeToText, readyOperation } from '../operation/execute-operation.js';
import { OperationCache } from '../operation/operation-cache.js';
import { comparable } from '../testing/comparable-answer.js';
import { CATALOGUE } from '../testing/graphs/catalogue.js';
import { COLLISIONS, EMPTY_VARIANTS, MEDIA, TWO_KEYS, VARIANTS } from '../testing/graphs/collisions.js';
import { REQUIREMENTS } from '../testing/graphs/requirements.js';
import { startPlainGateway } from '../testing/plain-gateway.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';
import type { TestSubgraphDefinition } from '../testing/test-subgraph.js';
import { loadSupergraph } from './load-supergraph.js';

const neverAsked = (): never => {
  throw new Error('Nobody is asked without a plan.');
};

describe('what the planner gets wrong', () => {
  let graph: TestGraph;
  let router: TestRouter;

  const start = async (definitions: readonly TestSubgraphDefinition[]) => {
    graph = await startTestGraph(definitions);
    router = await startTestRouter({ supergraph: graph.supergraph });
  };

  afterEach(async () => {
    await router.stop();
    await graph.stop();
  });

  it.each([
    ['{ post { comments(limit: 1) commenters } }', { comments: ['a'], commenters: ['A', 'B', 'C'] }],
    ['{ post { commenters comments(limit: 3) } }', { comments: ['a', 'b', 'c'], commenters: ['A', 'B', 'C'] }],
    ['{ post { comments: title commenters } }', { comments: 'Hello', commenters: ['A', 'B', 'C'] }],
    ['{ post { title: id shout } }', { title: '1', shout: 'HELLO!' }],
    ['{ post { title shout } }', { title: 'Hello', shout: 'HELLO!' }],
    [
      '{ post { _client_id: title id: title commenters } }',
      { _client_id: 'Hello', id: 'Hello', commenters: ['A', 'B', 'C'] },
    ],
  ])('does not merge a client’s field with what @requires reads: %s', async (query, post) => {
    await start(COLLISIONS);
    expect(await router.query(query)).toEqual({ data: { post } });
  });

  it('tells errors by the client’s own names', async () => {
    await start(COLLISIONS);
    const { errors } = await router.query('{ feed { comments(limit: 9) } }');
    expect(errors).toMatchObject([{ path: ['feed', 0, 'comments'] }]);
    await graph.subgraph('posts').kill();
    expect((await router.query('{ post { comments(limit: 1) } }')).errors).toMatchObject([{ path: ['post'] }]);
  });

  it.each([
    [
      '{ places { today week } }',
      [
        { today: '10 mm', week: '7 cm' },
        { today: '20 mm', week: '14 cm' },
      ],
    ],
    ['{ places { week } }', [{ week: '7 cm' }, { week: '14 cm' }]],
    [
      'query ($whom: String!) { places { weekFor(whom: $whom) plain week today rain(days: 2) } }',
      [
        { weekFor: 'A: 7 cm', plain: 'plain p1', week: '7 cm', today: '10 mm', rain: 20 },
        { weekFor: 'A: 14 cm', plain: 'plain p2', week: '14 cm', today: '20 mm', rain: 40 },
      ],
    ],
    [
      '{ places { closest close _variant0_rain: name ...F } } fragment F on Place { today stations(first: 3) { id } }',
      [1, 2].map((number) => ({
        closest: `[{"id":"p${number}s1","height":20}]`,
        close: `[{"id":"p${number}s1","height":2},{"id":"p${number}s2","height":2}]`,
        _variant0_rain: `Place p${number}`,
        today: `${number * 10} mm`,
        stations: [1, 2, 3].map((station) => ({ id: `p${number}s${station}` })),
      })),
    ],
  ])('gives each @requires the field with its own arguments: %s', async (query, places) => {
    await start(VARIANTS);
    expect(await router.query(query, { variables: { whom: 'A' } })).toEqual({ data: { places } });
    // What the planner is shown for this purpose is seen by nobody else.
    const { data } = await router.query('{ __type(name: "Place") { fields { name } } }');
    expect(JSON.stringify(data)).not.toContain('_variant');
    const sent = graph.subgraph('advice').requests.map(({ variables }) => JSON.stringify(variables));
    expect(sent.join()).not.toContain('_variant');
  });

  it('gives each @requires its own value also when that is nothing', async () => {
    await start(EMPTY_VARIANTS);
    expect(await router.query('{ gauge { zero one none } }')).toEqual({
      data: { gauge: { zero: '0', one: '1', none: 'null' } },
    });
  });

  it('tells errors of what @requires reads by the field’s own name', async () => {
    await start(VARIANTS);
    const { data, errors } = await router.query('{ places { month today } }');
    expect(data).toBeNull();
    expect(errors?.[0]?.path?.join('.')).toMatch(/^places\.\d\.rain$/);
  });

  it.each([
    [{ hide: true }, { price: 20 }],
    [{ hide: false }, { price: 20, zone: 3 }],
  ])('fetches a field whatever a skipped one beside it requires: %j', async (variables, parcel) => {
    await start(REQUIREMENTS);
    const query =
      'query ($hide: Boolean!) { parcel(id: "1") { price ...Zone } } fragment Zone on Parcel { zone @skip(if: $hide) }';
    expect(await router.query(query, { variables })).toMatchObject({ data: { parcel } });
    // Nothing is asked for what nobody wants to know.
    const asked = graph.subgraph('parcels').requests.map(({ query: document }) => document);
    expect(asked.some((document) => document.includes('origin'))).toBe(!variables.hide);
  });

  it.each([
    ['avatar(size: 10)', 'avatar(size: 20)', 'avatar', ['u1 at 10', 'u2 at 20', 'u1 at 20']],
    ['x: name', 'x: email', 'x', ['name u1', 'email u2', 'email u1']],
    ['x: __typename', 'x: email', 'x', ['User', 'email u2', 'email u1']],
    ['...F', 'friend { x: email }', 'friend', [{ x: 'name fu1' }, { x: 'email fu2' }, { x: 'email fu1' }]],
  ])(
    'asks for what stands under objects of several types as each wants it: %s, %s',
    async (one, other, name, values) => {
      await start(MEDIA);
      const query = `{ media { ... on Film { owner { ${one} } } ... on Song { owner { ${other} } } } }
      ${one === '...F' ? 'fragment F on User { friend { x: name } }' : ''}`;
      const media = values.map((value) => ({ owner: { [name]: value } }));
      expect(await router.query(query)).toEqual({ data: { media } });
    },
  );

  it.each([
    ['owner { avatar(size: -1) }', 'owner { avatar(size: 20) }', ['owner', 'avatar']],
    ['x: rating(scale: -1)', 'x: title', ['x']],
  ])('tells errors of those by the client’s own names: %s, %s', async (one, other, path) => {
    await start(MEDIA);
    const { errors } = await router.query(`{ media { ... on Song { ${other} } ... on Film { ${one} } } }`);
    expect(errors).toMatchObject([{ message: 'too small', path: ['media', 0, ...path] }]);
  });

  it('enters a subgraph by a key that resolves, when it has another that does not', async () => {
    await start(TWO_KEYS);
    expect(await router.query('{ ware { postage } }')).toEqual({ data: { ware: { postage: 6 } } });
    const entered = graph.subgraph('prices').requests.at(-1);
    expect(entered?.variables).toEqual({ representations: [{ __typename: 'Ware', sku: 's1', grams: 3 }] });
  });

  it.each([
    ['{ post { title @skip(if: true) } }', { post: {} }],
    ['query ($a: Boolean = true) { post @include(if: $a) { title @skip(if: $a) } }', { post: {} }],
    ['query ($a: Boolean = true) { post { ...F } } fragment F on Post { ... @skip(if: $a) { title } }', { post: {} }],
    [
      'query ($a: Boolean = false) { post { title @include(if: $a) ... { shout @include(if: $a) } } feed { id @include(if: $a) } }',
      { post: {}, feed: [{}] },
    ],
  ])('answers an object of which every field is left out: %s', async (query, data) => {
    await start(COLLISIONS);
    expect(await router.query(query)).toEqual({ data });
  });

  it('answers an error when the planner has no plan for a real selection', async () => {
    graph = await startTestGraph(COLLISIONS);
    router = await startTestRouter({ supergraph: graph.supergraph });
    const loaded = await loadSupergraph(graph.supergraph);
    // No operation is known today for which the planner fails so: the fault is put in by hand.
    const plan = () => Promise.resolve({ stream: undefined, schedule: undefined });
    const { loaded: facts } = loaded.planner;
    const close = () => loaded.planner.close();
    const planner = { loaded: facts, waiting: 0, plan, retire: neverAsked, close };
    const options = { limits: DEFAULT_LIMITS, introspection: 'everybody' as const, execution: DEFAULT_EXECUTION };
    const cache = new OperationCache({ ...loaded, planner }, options);
    const ask = async (query: string) => {
      const ready = await readyOperation(cache, { query, operationName: undefined, variables: {} }, NO_RIGHTS);
      const answer = await executeToText(ready, { send: neverAsked, failed: neverAsked });
      return answer instanceof AnswerText ? JSON.parse(answer.text) : answer;
    };
    expect(await ask('{ post { title } }')).toMatchObject({
      data: null,
      errors: [{ extensions: { code: 'PLAN_FAILED' } }],
    });
    expect(await ask('{ __typename post @skip(if: true) { title } }')).toEqual({ data: { __typename: 'Query' } });
    await loaded.planner.close();
  });

  const ON_INTERFACE_OBJECTS: readonly string[] = [
    '{ items { __typename id title free } }',
    '{ offers { price item { id free rating } } }',
    '{ offers { item { __typename title ... on Car { seats } ... on Bike { electric } } } }',
    '{ offers { item { free ... on Car { seats free place { name visits } } } } }',
    '{ busiest { __typename id rating title place { visits } } }',
    '{ cars { id free rating place { visits } } }',
    '{ item(id: "b1") { free } none: item(id: "x") { free title } }',
    '{ offers { item { ...F } } } fragment F on Item { title rating ... on Bike { electric rating } }',
  ];

  it('answers on interface objects like plain @apollo/gateway', async () => {
    await start(CATALOGUE);
    const plain = await startPlainGateway(graph.supergraph);
    for (const query of ON_INTERFACE_OBJECTS) {
      const [ours, theirs] = await Promise.all([router.query(query), plain.query(query)]);
      expect([query, comparable(ours)]).toEqual([query, comparable(theirs)]);
    }
    await plain.stop();
  });

  it('refuses a field of an interface object on every type that it extends', async () => {
    await start(CATALOGUE);
    const { data, errors } = await router.query('{ items { title private } busiest { private } }');
    expect(data).toEqual({
      items: [
        { title: 'Compact', private: null },
        { title: 'City bike', private: null },
      ],
      busiest: null,
    });
    expect(errors?.map(({ path }) => path?.join('.'))).toEqual([
      'items.0.private',
      'items.1.private',
      'busiest.private',
    ]);
  });
});
