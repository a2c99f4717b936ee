import { type DocumentNode, type FieldNode, Kind, parse, print, stripIgnoredCharacters, visit } from 'graphql';
import type { CacheConfig } from '../config/cache-section.js';
import type { SubgraphRequest } from '../subgraph-client/subgraph-answer.js';
import type { Supergraph } from '../supergraph/load-supergraph.js';
import { CachePolicies, type CachePolicy } from './cache-policy.js';

/** One list of entities in a request. */
export interface EntityList {
  /** Variable with the representations. */
  readonly list: string;
  /** Name of the entities in the answer. */
  readonly answer: string;
  /** What is asked of each, behind how its variables are declared: what is not given has the value that stands there. */
  readonly text: string;
  /** Further variables that this uses. */
  readonly variables: readonly string[];
}

/** What is kept of the answers to a request: the whole, or each entity. */
export interface CacheUnit {
  readonly policy: CachePolicy;
  /** Without the planner's name for it. */
  readonly text: string;
  /** Undefined for a request to the root. */
  readonly lists: readonly EntityList[] | undefined;
}

/** Takes a query apart; undefined when nothing of its answers may be kept. */
export function cacheUnitOf(
  { document: text }: SubgraphRequest,
  supergraph: Supergraph,
  rules: CacheConfig['rules'],
): CacheUnit | undefined {
  const document = parse(text, { noLocation: true });
  const selection = operationOf(document)?.selectionSet;
  if (selection === undefined) return undefined;
  const policies = new CachePolicies(supergraph, rules, document);
  const fields = selection.selections.filter((field) => field.kind === Kind.FIELD);
  const isOfEntities = fields.length > 0 && fields.every(({ name }) => name.value === '_entities');
  const sets = fields.map(({ selectionSet }) => selectionSet).filter((set) => set !== undefined);
  const policy = isOfEntities ? allOf(sets.map((set) => policies.ofEntities(set))) : policies.ofRoot(selection);
  if (policy.maxAge === 0) return undefined;
  const lists = isOfEntities ? fields.map((field) => entityListOf(field, document)) : undefined;
  return { policy, text: withoutName(document), lists };
}

const mutated = new WeakMap<SubgraphRequest, readonly string[]>();

/** The root fields of a mutation: `Mutation.rename`. */
export function mutatedFields(request: SubgraphRequest): readonly string[] {
  let names = mutated.get(request);
  if (names === undefined) {
    const { selections = [] } = operationOf(parse(request.document, { noLocation: true }))?.selectionSet ?? {};
    names = selections.flatMap((field) => (field.kind === Kind.FIELD ? [`Mutation.${field.name.value}`] : []));
    mutated.set(request, names);
  }
  return names;
}

const operationOf = ({ definitions }: DocumentNode) =>
  definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);

function allOf(policies: readonly CachePolicy[]): CachePolicy {
  return {
    maxAge: Math.min(...policies.map(({ maxAge }) => maxAge)),
    isPrivate: policies.some(({ isPrivate }) => isPrivate),
    tags: new Set(policies.flatMap(({ tags }) => [...tags])),
  };
}

function entityListOf(field: FieldNode, document: DocumentNode): EntityList {
  const given = field.arguments?.find(({ name }) => name.value === 'representations')?.value;
  const list = given?.kind === Kind.VARIABLE ? given.name.value : 'representations';
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  const asked = [...(field.selectionSet === undefined ? [] : [field.selectionSet]), ...fragments];
  const variables = new Set<string>();
  for (const node of asked) {
    visit(node, {
      Variable({ name }) {
        variables.add(name.value);
      },
    });
  }
  const definitions = operationOf(document)?.variableDefinitions ?? [];
  const declared = [...variables].flatMap((name) => definitions.filter(({ variable }) => variable.name.value === name));
  const text = stripIgnoredCharacters([...declared, ...asked].map((node) => print(node)).join(' '));
  return { list, answer: field.alias?.value ?? field.name.value, text, variables: [...variables] };
}

/** The planner names each request after the client's operation, and that should not matter. */
function withoutName(document: DocumentNode): string {
  const definitions = document.definitions.map((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return definition;
    const { name: _, ...rest } = definition;
    return rest;
  });
  return stripIgnoredCharacters(print({ ...document, definitions }));
}
