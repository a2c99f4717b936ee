import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GUARDED } from '../testing/graphs/guarded.js';
import type { JsonAnswer } from '../testing/plain-gateway.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestIssuer, type TestIssuer } from '../testing/test-issuer.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';

describe('the directives @authenticated and @requiresScopes', () => {
  let graph: TestGraph;
  let issuer: TestIssuer;
  let router: TestRouter;

  beforeAll(async () => {
    graph = await startTestGraph(GUARDED);
    issuer = await startTestIssuer();
    router = await startTestRouter({ supergraph: graph.supergraph, authentication: issuer.rules });
  });

  beforeEach(() => graph.reset());

  afterAll(async () => {
    await router?.stop();
    await issuer?.stop();
    await graph?.stop();
  });

  const as = async (scope: string | undefined, query: string): Promise<JsonAnswer> =>
    router.query(query, scope === undefined ? {} : { token: await issuer.token({ scope }) });
  const told = ({ errors }: JsonAnswer) => errors?.map(({ path, extensions: { code } }) => [path?.join('.'), code]);
  const asked = (name: string) =>
    graph
      .subgraph(name)
      .requests.map(({ query }) => query)
      .join('\n');

  it('answers null and says where, and answers the rest', async () => {
    const answer = await as(undefined, '{ open person(id: "1") { name salary } }');
    expect(answer.data).toEqual({ open: 'yes', person: { name: 'Person 1', salary: null } });
    expect(told(answer)).toEqual([['person.salary', 'UNAUTHENTICATED']]);
    expect(asked('people')).not.toContain('salary');
  });

  it('tells a missing sign-in from a missing scope, and which scope it is', async () => {
    const answer = await as('other', '{ person(id: "1") { salary mail } }');
    expect(answer.data).toEqual({ person: { salary: null, mail: '1@example.org' } });
    expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', requiredScopes: [['pay:read']] } }]);
  });

  it.each([
    ['people:read', null],
    ['staff', null],
    ['people:read staff', [{ name: 'Person 2' }]],
    ['admin', [{ name: 'Person 2' }]],
  ])('needs one inner list of scopes completely: "%s"', async (scope, staff) => {
    expect((await as(scope, '{ staff { name } }')).data).toEqual({ staff });
  });

  it.each([
    [undefined, { brief: null, either: null }],
    ['other', { brief: null, either: null }],
    ['staff', { brief: null, either: 'either' }],
    ['admin', { brief: 'brief', either: 'either' }],
  ])('takes what is written without brackets for lists of one: "%s"', async (scope, expected) => {
    expect((await as(scope, '{ brief either }')).data).toEqual(expected);
  });

  it('asks no subgraph for what nobody may see', async () => {
    const answer = await as(undefined, '{ mine { name } person(id: "1") { account salary } }');
    expect(answer.data).toEqual({ mine: null, person: null });
    expect(told(answer)).toEqual([
      ['mine', 'UNAUTHENTICATED'],
      ['person.account', 'UNAUTHENTICATED'],
      ['person.salary', 'UNAUTHENTICATED'],
    ]);
    expect(asked('people') + asked('payroll')).toBe('');
  });

  it('answers the rest beside an object that may not be null, and of which nothing may be seen', async () => {
    const answer = await as(undefined, '{ open people { salary } person(id: "1") { name friends { account } } }');
    const { data } = await as(undefined, '{ people { __typename } person(id: "1") { friends { __typename } } }');
    const nulls = (list: unknown, field: string) => (list as readonly unknown[]).map(() => ({ [field]: null }));
    const { people, person } = data as { people: unknown; person: { friends: unknown } };
    expect(answer.data).toEqual({
      open: 'yes',
      people: nulls(people, 'salary'),
      person: { name: 'Person 1', friends: nulls(person.friends, 'account') },
    });
    expect(told(answer)).toContainEqual(['people.0.salary', 'UNAUTHENTICATED']);
    expect(asked('people')).not.toContain('salary');
    expect(asked('payroll')).toBe('');
  });

  it('does not ask another subgraph for refused fields of an entity', async () => {
    const answer = await as(undefined, '{ person(id: "1") { name account slips { total } } }');
    expect(answer.data).toEqual({ person: { name: 'Person 1', account: null, slips: null } });
    expect(told(answer)).toEqual([
      ['person.account', 'UNAUTHENTICATED'],
      ['person.slips.total', 'UNAUTHENTICATED'],
    ]);
    expect(asked('payroll')).toBe('');
  });

  it('lets a refused field that is not nullable take its parent along, with one error', async () => {
    const answer = await as(undefined, '{ open person(id: "1") { name mail } }');
    expect(answer.data).toEqual({ open: 'yes', person: null });
    expect(told(answer)).toEqual([['person.mail', 'UNAUTHENTICATED']]);
  });

  it('tells refusals in a list by index', async () => {
    const answer = await as('x', '{ people { name slips { month total } friends { salary name } } }');
    expect(answer.data.people[0]).toEqual({
      name: 'Person 1',
      slips: [{ month: 1, total: null }],
      friends: [{ salary: null, name: 'Person 2' }],
    });
    expect(told(answer)).toEqual([
      ['people.0.slips.0.total', 'FORBIDDEN'],
      ['people.0.friends.0.salary', 'FORBIDDEN'],
      ['people.1.slips.0.total', 'FORBIDDEN'],
    ]);
  });

  it('refuses through fragments and aliases, too', async () => {
    const answer = await as(
      undefined,
      'query { p: person(id: "1") { ...F ... { pay: salary } ... on Named { name } } } fragment F on Person { money: salary name }',
    );
    expect(answer.data).toEqual({ p: { money: null, pay: null, name: 'Person 1' } });
    expect(told(answer)).toEqual([
      ['p.money', 'UNAUTHENTICATED'],
      ['p.pay', 'UNAUTHENTICATED'],
    ]);
  });

  it('does not tell of a field that @include leaves out', async () => {
    const answer = await as(undefined, 'query { person(id: "1") { name salary @include(if: false) } }');
    expect(answer).toEqual({ data: { person: { name: 'Person 1' } } });
  });

  it('refuses an interface field exactly on the types that refuse it', async () => {
    const answer = await as(undefined, '{ things { name } }');
    expect(answer.data).toEqual({ things: [{ name: 'Person 1' }, { name: null }, { name: null }] });
    expect(told(answer)).toEqual([
      ['things.1.name', 'UNAUTHENTICATED'],
      ['things.2.name', 'UNAUTHENTICATED'],
    ]);
  });

  it('refuses a member of a union only where it occurs', async () => {
    const answer = await as(undefined, '{ anything { __typename ... on Vault { code } ... on Person { name } } }');
    expect(answer.data.anything).toEqual([
      { __typename: 'Person', name: 'Person 1' },
      { __typename: 'Vault', code: null },
    ]);
    expect(told(answer)).toEqual([['anything.1.code', 'UNAUTHENTICATED']]);
  });

  it('keeps the type of a union member visible when nothing else of it is', async () => {
    const answer = await as(undefined, '{ anything { ... on Vault { code } } }');
    expect(answer.data.anything).toEqual([{}, { code: null }]);
    expect(told(answer)).toEqual([['anything.1.code', 'UNAUTHENTICATED']]);
  });

  it('refuses fields whose type or scalar is refused', async () => {
    const answer = await as(undefined, '{ box { open secret vault { name } } }');
    expect(answer.data).toEqual({ box: { open: 1, secret: null, vault: null } });
    expect((await as('', '{ box { secret vault { name } } }')).data).toEqual({
      box: { secret: 's', vault: { name: 'v' } },
    });
  });

  it('refuses what a policy decides, because nothing here decides policies', async () => {
    expect(told(await as('admin', '{ ruled }'))).toEqual([['ruled', 'FORBIDDEN']]);
  });

  it('does not send a refused mutation, and sends the others', async () => {
    const answer = await as('x', 'mutation { promote(id: "1") { name } }');
    expect(answer.data).toBeNull();
    expect(told(answer)).toEqual([['promote', 'FORBIDDEN']]);
    expect(asked('people')).toBe('');
    expect((await as('admin', 'mutation { promote(id: "1") { name } greet }')).data).toEqual({
      promote: { name: 'Person 1' },
      greet: 'hello',
    });
  });

  it('keeps keys that a plan needs inside', async () => {
    const answer = await as('', '{ person(id: "1") { bonus } }');
    expect(answer).toEqual({ data: { person: { bonus: 3 } } });
  });

  it('remembers a plan for equal rights only', async () => {
    const query = '{ person(id: "2") { salary } }';
    expect((await as('pay:read', query)).data).toEqual({ person: { salary: 10 } });
    expect((await as(undefined, query)).data).toEqual({ person: null });
    expect((await as('pay:read', query)).data).toEqual({ person: { salary: 10 } });
  });

  it.each([
    ['expired', { expiresInSeconds: -60 }],
    ['for somebody else', { audience: 'https://other.test' }],
  ])('answers 401 for a token that is %s', async (_, wishes) => {
    const authorization = `Bearer ${await issuer.token(wishes)}`;
    const response = await router.fetch('/graphql?query={open}', { headers: { authorization } });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  it.each(['Bearer nonsense', 'Basic eDp5', 'Bearer a.b.c'])('answers 401 for "%s"', async (authorization) => {
    expect((await router.fetch('/graphql?query={open}', { headers: { authorization } })).status).toBe(401);
  });

  it('hands the token on to subgraphs, and nothing else of the client', async () => {
    const token = await issuer.token();
    await router.query('{ open }', {
      token,
      headers: { 'x-fleetgraph-signature': 'forged', cookie: 'a=b', 'x-request-id': 'abc-1' },
    });
    const [request] = graph.subgraph('people').requests;
    expect(request?.headers).toMatchObject({ authorization: `Bearer ${token}`, 'x-request-id': 'abc-1' });
    expect(request?.headers).not.toHaveProperty('x-fleetgraph-signature');
    expect(request?.headers).not.toHaveProperty('cookie');
  });
});
