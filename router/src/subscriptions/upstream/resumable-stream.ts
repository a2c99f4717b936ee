import {
  type ArgumentNode,
  type ASTNode,
  type DefinitionNode,
  type FieldNode,
  type GraphQLArgument,
  getNamedType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  type ValueNode,
  valueFromASTUntyped,
  visit,
} from 'graphql';
import type { Fetch } from '../../plan-compiler/compile-plan.js';
import { getOwn, isJson, type Json } from '../../plan-executor/own-properties.js';
import type { Supergraph } from '../../supergraph/load-supergraph.js';
import { isFieldOf } from './field-owner.js';

/** What a subgraph is asked for a stream. */
export interface StreamRequest {
  readonly document: string;
  readonly variables: Json;
}

/**
 * A stream that can be taken up where it was lost. By convention its field has an argument `after`, and its events a
 * `sequence`: `after` leaves out all events up to that one.
 */
export interface ResumableStream {
  /** The stream as the client wants it. */
  begin(variables: Json): StreamRequest;
  /** The same stream behind an event. */
  resume(variables: Json, after: unknown): StreamRequest;
  /** The event's place in the stream. */
  sequenceOf(data: Json | undefined): unknown;
}

const AFTER = 'after';
const SEQUENCE = 'sequence';
/** Names that are the router's own: no client's variable or field collides with them. */
const OWN_AFTER = 'fleetgraph__after';
const OWN_SEQUENCE = 'fleetgraph__sequence';

const known = new WeakMap<Fetch, ResumableStream | undefined>();

/** How a stream is taken up again; undefined when its field or its events do not say where it was. */
export function resumableStream(fetch: Fetch, supergraph: Supergraph): ResumableStream | undefined {
  if (!known.has(fetch)) known.set(fetch, makeResumable(fetch, supergraph));
  return known.get(fetch);
}

function makeResumable(fetch: Fetch, supergraph: Supergraph): ResumableStream | undefined {
  const document = parse(fetch.document, { noLocation: true });
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const root = operation?.selectionSet.selections.find((selection) => selection.kind === Kind.FIELD);
  const definition = supergraph.fullSchema.getSubscriptionType()?.getFields()[root?.name.value ?? ''];
  const argument = definition?.args.find(({ name }) => name === AFTER);
  const type = getNamedType(definition?.type);
  const sequence = isObjectType(type) ? type.getFields()[SEQUENCE] : undefined;
  if (operation === undefined || root === undefined || argument === undefined || sequence === undefined)
    return undefined;
  // Asked of this subgraph, not of one that would be asked for each event.
  if (!isObjectType(type) || !isFieldOf(supergraph, { type, field: sequence, subgraph: fetch.subgraph }))
    return undefined;

  const fragments = document.definitions.filter((one) => one !== operation);
  const own = withOwnNames(operation, { root, argument, fragments });
  const text = print({ kind: Kind.DOCUMENT, definitions: [own.operation, ...fragments] });
  const request = (variables: Json, after: unknown): StreamRequest => {
    const kept = Object.entries(variables).filter(([name]) => own.variables.has(name));
    return {
      document: text,
      variables: { ...Object.fromEntries(kept), ...(after === undefined ? {} : { [OWN_AFTER]: after }) },
    };
  };
  const given = root.arguments?.find(({ name }) => name.value === AFTER)?.value;
  const responseName = root.alias?.value ?? root.name.value;
  return {
    begin: (variables) => request(variables, givenValue(given, operation, variables)),
    resume: request,
    sequenceOf(data) {
      const event = data && getOwn(data, responseName);
      return isJson(event) ? getOwn(event, OWN_SEQUENCE) : undefined;
    },
  };
}

/** The same operation with a variable of ours for `after`, and the sequence under a name of ours. */
function withOwnNames(
  operation: OperationDefinitionNode,
  { root, argument, fragments }: { root: FieldNode; argument: GraphQLArgument; fragments: readonly DefinitionNode[] },
) {
  const after: ArgumentNode = {
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: AFTER },
    value: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: OWN_AFTER } },
  };
  const sequence: SelectionNode = {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: OWN_SEQUENCE },
    name: { kind: Kind.NAME, value: SEQUENCE },
  };
  const others = root.arguments?.filter(({ name }) => name.value !== AFTER) ?? [];
  const selections = [...(root.selectionSet?.selections ?? []), sequence];
  const field: FieldNode = {
    ...root,
    arguments: [...others, after],
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
  const used = variablesOf([field, ...fragments]);
  const [definition] = parseVariables(`($${OWN_AFTER}: ${argument.type})`);
  const definitions = operation.variableDefinitions?.filter(({ variable }) => used.has(variable.name.value)) ?? [];
  return {
    variables: used,
    operation: {
      ...operation,
      variableDefinitions: definition === undefined ? definitions : [...definitions, definition],
      selectionSet: { kind: Kind.SELECTION_SET, selections: [field] },
    } satisfies OperationDefinitionNode,
  };
}

function parseVariables(text: string): OperationDefinitionNode['variableDefinitions'] & object {
  const [definition] = parse(`subscription ${text} { a }`, { noLocation: true }).definitions;
  return definition?.kind === Kind.OPERATION_DEFINITION ? (definition.variableDefinitions ?? []) : [];
}

function variablesOf(nodes: readonly ASTNode[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of nodes) visit(node, { Variable: ({ name }) => void names.add(name.value) });
  return names;
}

/** What the client gave for `after`; undefined when it gave nothing. */
function givenValue(given: ValueNode | undefined, operation: OperationDefinitionNode, variables: Json): unknown {
  if (given === undefined) return undefined;
  if (given.kind !== Kind.VARIABLE) return valueFromASTUntyped(given);
  const name = given.name.value;
  if (Object.hasOwn(variables, name)) return variables[name];
  const byDefault = operation.variableDefinitions?.find(({ variable }) => variable.name.value === name)?.defaultValue;
  return byDefault && valueFromASTUntyped(byDefault);
}
