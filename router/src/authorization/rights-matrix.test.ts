import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type ConstDirectiveNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  valueFromASTUntyped,
} from 'graphql';
import { loadSupergraph } from '../supergraph/load-supergraph.js';
import { GUARDED } from '../testing/graphs/guarded.js';
import type { JsonAnswer } from '../testing/plain-gateway.js';
import { TestEventStream } from '../testing/test-event-stream.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestIssuer, type TestIssuer } from '../testing/test-issuer.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';
import { TestSocket } from '../testing/test-socket.js';

/** Who asks; undefined: nobody. */
type Holder = { scopes: readonly string[]; policies: readonly string[] } | undefined;

/** One field of one type, and a way to it. */
interface Cell {
  readonly name: string;
  readonly query: string;
  /** Every `Type.field` on the way, itself included. */
  readonly steps: readonly { readonly type: GraphQLObjectType; readonly field: AnyField }[];
}

type AnyField = GraphQLField<unknown, unknown>;

const SCOPES = ['pay:read', 'people:read', 'staff', 'admin'];

/** Nobody, and everybody who is signed in with any of the scopes and policies. */
const HOLDERS: readonly Holder[] = [
  undefined,
  ...subsetsOf(SCOPES).flatMap((scopes) => [[], ['p']].map((policies) => ({ scopes, policies }))),
];

function subsetsOf(names: readonly string[]): (readonly string[])[] {
  const [first, ...rest] = names;
  if (first === undefined) return [[]];
  const without = subsetsOf(rest);
  return [...without, ...without.map((subset) => [first, ...subset])];
}

/** Directives as the subgraphs' own schemas have them, by `Type` and `Type.field`: the router reads the supergraph instead. */
const RULES = new Map<string, readonly ConstDirectiveNode[]>();
for (const { typeDefs } of GUARDED) {
  for (const definition of typeDefs.definitions) {
    if (!('name' in definition) || definition.name === undefined || !('directives' in definition)) continue;
    const add = (key: string, directives: readonly unknown[] = []) =>
      RULES.set(key, [...(RULES.get(key) ?? []), ...(directives as ConstDirectiveNode[])]);
    add(definition.name.value, definition.directives);
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const field of definition.fields ?? []) add(`${definition.name.value}.${field.name.value}`, field.directives);
  }
}

const isMetBy = (holder: Holder) => (directive: ConstDirectiveNode) => {
  // A value where a list belongs is a list of it.
  const lists = [directive.arguments?.map(({ value }) => valueFromASTUntyped(value) as string[][])[0] ?? []].flat();
  const holdsOne = (held: readonly string[] | undefined) =>
    lists.some((all) => [all].flat().every((name) => held?.includes(name)));
  switch (directive.name.value) {
    case 'authenticated':
      return holder !== undefined;
    case 'requiresScopes':
      return holder !== undefined && holdsOne(holder.scopes);
    case 'policy':
      return holder !== undefined && holdsOne(holder.policies);
    default:
      return true;
  }
};

const maySee = ({ steps }: Cell, holder: Holder): boolean =>
  steps
    .flatMap(({ type, field }) => [type.name, `${type.name}.${field.name}`, getNamedType(field.type).name])
    .flatMap((key) => RULES.get(key) ?? [])
    .every(isMetBy(holder));

/** A cell for each field that can be reached from the query type. */
function cellsOf(schema: GraphQLSchema): readonly Cell[] {
  const query = schema.getQueryType();
  const cells: Cell[] = [];
  const seen = new Set<string>();
  type Place = { type: GraphQLObjectType; steps: Cell['steps']; around: (inner: string) => string };
  const places: Place[] = query ? [{ type: query, steps: [], around: (inner) => `{ ${inner} }` }] : [];
  for (const { type, steps, around } of places) {
    if (seen.has(type.name)) continue;
    seen.add(type.name);
    for (const field of Object.values(type.getFields())) {
      const given = field.args.length === 0 ? field.name : `${field.name}(id: "1")`;
      const named = getNamedType(field.type);
      const way = [...steps, { type, field }];
      const query = around(isCompositeType(named) ? `cell: ${given} { __typename }` : `cell: ${given}`);
      cells.push({ name: `${type.name}.${field.name}`, query, steps: way });
      if (isObjectType(named))
        places.push({ type: named, steps: way, around: (inner) => around(`${given} { ${inner} }`) });
      if (isAbstractType(named))
        for (const possible of schema.getPossibleTypes(named))
          places.push({
            type: possible,
            steps: way,
            around: (inner) => around(`${given} { __typename ... on ${possible.name} { ${inner} } }`),
          });
    }
  }
  return cells;
}

/** All values of the cell in an answer. */
function valuesIn(data: unknown): unknown[] {
  if (Array.isArray(data)) return data.flatMap(valuesIn);
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([name, value]) => (name === 'cell' ? [value] : valuesIn(value)));
}

/** What an answer shows of a cell. */
function shownBy({ data, errors = [] }: JsonAnswer): 'seen' | 'refused' | 'leaked' | 'lost' {
  const isRefused = errors.some(({ extensions }) =>
    ['UNAUTHENTICATED', 'FORBIDDEN'].includes(extensions.code as string),
  );
  const isThere = valuesIn(data).some((value) => value !== null);
  if (isThere) return isRefused ? 'leaked' : 'seen';
  return isRefused ? 'refused' : 'lost';
}

describe('every field, for everybody', () => {
  let graph: TestGraph;
  let issuer: TestIssuer;
  let router: TestRouter;
  let cells: readonly Cell[];

  beforeAll(async () => {
    graph = await startTestGraph(GUARDED);
    issuer = await startTestIssuer();
    const { apiSchema, planner } = await loadSupergraph(graph.supergraph);
    await planner.close();
    cells = cellsOf(apiSchema);
    const limits = { maxBatch: 1_000 };
    router = await startTestRouter({ supergraph: graph.supergraph, authentication: issuer.rules, limits });
  });
  beforeEach(() => graph.reset());
  afterAll(async () => {
    await router?.stop();
    await issuer?.stop();
    await graph?.stop();
  });

  const tokenOf = async (holder: Holder): Promise<string | undefined> =>
    holder && issuer.token({ scope: holder.scopes.join(' '), claims: { policies: holder.policies } });
  const expectedFor = (holder: Holder) =>
    Object.fromEntries(cells.map((cell) => [cell.name, maySee(cell, holder) ? 'seen' : 'refused']));
  const nameOf = (holder: Holder) =>
    holder === undefined ? 'nobody' : `[${[...holder.scopes, ...holder.policies].join(' ')}]`;
  const SOME = [undefined, HOLDERS[1], HOLDERS.at(-1), { scopes: ['people:read', 'staff'], policies: [] }];

  it('is known: there are cells of all kinds', () => {
    expect(cells.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Query.ruled', 'Person.salary', 'Slip.total', 'Vault.code', 'Robot.name', 'Box.secret']),
    );
    const decided = HOLDERS.flatMap((holder) => Object.values(expectedFor(holder)));
    expect(decided.filter((one) => one === 'seen').length).toBeGreaterThan(80);
    expect(decided.filter((one) => one === 'refused').length).toBeGreaterThan(80);
  });

  it.each(HOLDERS.map((holder) => [nameOf(holder), holder] as const))(
    'is decided for %s, in a list',
    async (_, holder) => {
      const token = await tokenOf(holder);
      const response = await router.fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify(cells.map(({ query }) => ({ query }))),
      });
      const answers = (await response.json()) as JsonAnswer[];
      const shown = Object.fromEntries(answers.map((answer, index) => [cells[index]?.name, shownBy(answer)]));
      expect(shown).toEqual(expectedFor(holder));
    },
  );

  it.each(SOME.map((holder) => [nameOf(holder), holder] as const))(
    'is decided for %s one by one, and nobody is asked for what is refused',
    async (_, holder) => {
      const token = await tokenOf(holder);
      const expected = expectedFor(holder);
      for (const { name, query, steps } of cells) {
        graph.reset();
        expect([name, shownBy(await router.query(query, token === undefined ? {} : { token }))]).toEqual([
          name,
          expected[name],
        ]);
        if (expected[name] === 'seen') continue;
        const asked = Object.values(graph.subgraphs).flatMap(({ requests }) =>
          requests.map((request) => request.query),
        );
        const field = steps.at(-1)?.field.name ?? '';
        expect(asked.join('\n')).not.toMatch(new RegExp(`\\b${field}\\b`));
      }
    },
  );

  it.each(SOME.map((holder) => [nameOf(holder), holder] as const))(
    'is decided for %s over a socket',
    async (_, holder) => {
      const socket = await TestSocket.greeted(router.url, await tokenOf(holder));
      const shown: Record<string, string> = {};
      for (const { name, query } of cells) {
        socket.subscribe(name, query);
        const [answer] = await socket.answersOf(name, 1);
        shown[name] = shownBy(answer as JsonAnswer);
      }
      await socket.close();
      expect(shown).toEqual(expectedFor(holder));
    },
  );

  it.each(SOME.map((holder) => [nameOf(holder), holder] as const))(
    'is decided for %s over event streams',
    async (_, holder) => {
      const token = await tokenOf(holder);
      const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const shown: Record<string, string> = {};
      for (const { name, query } of cells) {
        const stream = await TestEventStream.operation(router.url, { query }, headers);
        const [answer] = await stream.answersOf(1);
        await stream.ended();
        shown[name] = shownBy(answer as JsonAnswer);
      }
      expect(shown).toEqual(expectedFor(holder));
    },
  );
});
