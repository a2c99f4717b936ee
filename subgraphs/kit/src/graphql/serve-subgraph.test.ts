import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { referenceCalls, sampleSubgraph } from '../testing/sample/sample-subgraph.js';
import { startTestSubgraph, type TestSubgraph } from '../testing/start-test-subgraph.js';
import { printSubgraph } from './print-subgraph.js';

const ana = { subject: 'ana' };
let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await startTestSubgraph(sampleSubgraph);
});
afterAll(() => subgraph.stop());

describe('a subgraph', () => {
  it('prints federated SDL with descriptions and directives', () => {
    const sdl = printSubgraph(sampleSubgraph);
    expect(sdl).toContain('@link(url: "https://specs.apollo.dev/federation/v2.12"');
    expect(sdl).toMatch(/type Thing\s+@key\(fields: "id"\)/);
    expect(sdl).toContain('@requiresScopes(scopes: [["ledger:read"]])');
    expect(sdl).toContain('@listSize(slicingArguments: ["first"], sizedFields: ["edges"])');
    expect(sdl).toContain('"""Who asks."""');
  });

  it('refuses calls that the router did not sign', async () => {
    const answer = await subgraph.query('{ _service { sdl } }', {}, { as: ana, signed: false });
    expect(answer).toEqual({ errors: [{ message: expect.any(String), extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  it('refuses a token that has expired even when the router signed', async () => {
    const answer = await subgraph.query('{ whoAmI }', {}, { as: { ...ana, expiresInSeconds: -60 } });
    expect(answer.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });

  it('knows the viewer by the token', async () => {
    expect(await subgraph.query('{ whoAmI }', {}, { as: ana })).toEqual({ data: { whoAmI: 'ana' } });
    const stranger = await subgraph.query('{ whoAmI }');
    expect(stranger.data).toEqual({ whoAmI: null });
    expect(stranger.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });

  it('checks scopes again', async () => {
    const refused = await subgraph.query('{ secret whoAmI }', {}, { as: ana });
    expect(refused.data).toEqual({ secret: null, whoAmI: 'ana' });
    expect(refused.errors?.map(({ extensions }) => extensions?.code)).toEqual(['FORBIDDEN']);
    const finance = { subject: 'fin', roles: ['FINANCE' as const] };
    expect(await subgraph.query('{ secret }', {}, { as: finance })).toEqual({ data: { secret: 'balance' } });
  });

  it('tells nothing of a fault of ours', async () => {
    const { errors } = await subgraph.query('{ broken }');
    expect(JSON.stringify(errors)).not.toContain('secret_table');
    expect(errors?.[0]?.extensions).toEqual({
      code: 'INTERNAL_SERVER_ERROR',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it.each([
    ['a NUL', '\\u0000', 'a\0b'],
    ['half a surrogate pair', '\\u{d800}', 'a\ud800'],
  ])('refuses %s in any text before a resolver sees it', async (_what, written, text) => {
    const rename = 'mutation ($name: String!) { renameThing(name: $name) { __typename } }';
    const codeOf = ({ errors }: Awaited<ReturnType<TestSubgraph['query']>>) => errors?.[0]?.extensions?.code;
    expect(codeOf(await subgraph.query(rename, { name: text }))).toBe('BAD_USER_INPUT');
    const things = 'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }';
    expect(codeOf(await subgraph.query(things, { r: [{ __typename: 'Thing', id: text }] }))).toBe('BAD_USER_INPUT');
    const literal = codeOf(await subgraph.query(rename.replaceAll('$name', `"${written}"`).replace(/\(.*?\) \{/, '{')));
    // GraphQL itself has no escape for half a pair.
    expect(literal).toBe(written === '\\u0000' ? 'BAD_USER_INPUT' : 'GRAPHQL_PARSE_FAILED');
  });

  it('takes every other text', async () => {
    const rename = 'mutation ($name: String!) { renameThing(name: $name) { __typename } }';
    const name = 'Zoë 😀 \u0001\n\ufffd';
    expect(await subgraph.query(rename, { name })).toEqual({
      data: { renameThing: { __typename: 'RenameThingSuccess' } },
    });
    expect(
      (await subgraph.query('mutation { renameThing(name: "\\u00e4 \\\\u0000") { __typename } }')).errors,
    ).toBeUndefined();
  });

  it('refuses such a text in a subscription, too', async () => {
    const events = await subgraph.subscribe('subscription { thingSeen { id } }', { n: '\0' }, { as: ana });
    expect((await events.next()).value?.errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
  });

  it('answers a refusal as a member of the union', async () => {
    const rename =
      'mutation ($name: String!) { renameThing(name: $name) { __typename ... on UserError { code message } ... on NameTaken { takenName } } }';
    expect(await subgraph.query(rename, { name: 'taken' })).toEqual({
      data: {
        renameThing: {
          __typename: 'NameTaken',
          code: 'NAME_TAKEN',
          message: 'Another thing has this name. Choose a different one.',
          takenName: 'taken',
        },
      },
    });
    expect(await subgraph.query(rename, { name: 'free' })).toEqual({
      data: { renameThing: { __typename: 'RenameThingSuccess' } },
    });
  });

  it('loads all representations of a step at once, null for what is gone', async () => {
    referenceCalls.length = 0;
    const answer = await subgraph.query(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Thing { id price { amountMinor currency } } } }',
      { r: ['a', 'gone', 'b', 'a'].map((id) => ({ __typename: 'Thing', id })) },
    );
    const price = { amountMinor: '9007199254740993', currency: 'EUR' };
    expect(answer).toEqual({ data: { _entities: [{ id: 'a', price }, null, { id: 'b', price }, { id: 'a', price }] } });
    expect(referenceCalls).toEqual([3]);
  });

  it('pages with opaque cursors and refuses foreign ones', async () => {
    const page =
      '($first: Int!, $after: String) { things(first: $first, after: $after) { edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor } } }';
    const first = await subgraph.query<{
      things: { edges: { node: { id: string } }[]; pageInfo: { endCursor: string } };
    }>(`query ${page}`, { first: 2 });
    expect(first.data?.things.edges.map(({ node }) => node.id)).toEqual(['a', 'b']);
    expect(first.data?.things.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  });

  it('computes the wall clock of a zone that is not a whole hour', async () => {
    const { data } = await subgraph.query('{ time(at: "2026-03-29T00:15") { at timeZone local } }');
    expect(data).toEqual({
      time: { at: '2026-03-29T00:15:00.000Z', timeZone: 'Asia/Kolkata', local: '2026-03-29T05:45:00' },
    });
    const { errors } = await subgraph.query('{ time(at: "2026-02-30T00:15") { at } }');
    expect(errors?.[0]?.extensions?.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('streams events and ends when the caller leaves', async () => {
    const seen: unknown[] = [];
    for await (const { data } of await subgraph.subscribe('subscription { thingSeen { id } }', {}, { as: ana })) {
      seen.push(data);
      if (seen.length === 3) break;
    }
    expect(seen).toEqual(['a', 'b', 'c'].map((id) => ({ thingSeen: { id } })));
  });

  it('opens no subscription without the signature', async () => {
    const events = await subgraph.subscribe('subscription { thingSeen { id } }', {}, { as: ana, signed: false });
    await expect(events.next()).rejects.toBeDefined();
  });

  it('reports its health', async () => {
    const ready = await fetch(subgraph.running.url.replace('/graphql', '/health/ready'));
    expect(ready.status).toBe(200);
    expect(await ready.json()).toEqual({ ready: true, failing: [] });
  });
});
