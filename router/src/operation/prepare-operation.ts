import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  Kind,
  NoSchemaIntrospectionCustomRule,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { routerError, withCode } from '../router-error.js';
import { assertWithinLimits, type OperationLimits } from './limits.js';
import { OperationRefused } from './operation-refused.js';

/** An operation that is known to be valid. */
export interface ParsedOperation {
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/** What an operation is checked against. */
export interface OperationRules {
  readonly schema: GraphQLSchema;
  readonly limits: OperationLimits;
  readonly introspection: boolean;
}

/** Parses, measures and validates; sizes come before validation, whose time grows faster than the text. */
export function prepareOperation(
  query: string,
  operationName: string | undefined,
  rules: OperationRules,
): ParsedOperation {
  const document = parseWithin(query, rules.limits.maxTokens);
  const definition = getOperationAST(document, operationName);
  if (!definition) throw new OperationRefused([unresolved(document, operationName)]);
  if (!rules.schema.getRootType(definition.operation)) {
    const message = `The schema has no ${definition.operation}.`;
    throw new OperationRefused([routerError('GRAPHQL_VALIDATION_FAILED', message, { nodes: definition })]);
  }
  const fragments = fragmentsOf(document);
  assertWithinLimits({ document, definition, fragments }, rules.limits);

  const validationRules = rules.introspection ? specifiedRules : [...specifiedRules, NoSchemaIntrospectionCustomRule];
  const errors = validate(rules.schema, document, validationRules, {
    maxErrors: 20,
    hideSuggestions: !rules.introspection,
  });
  if (errors.length > 0)
    throw new OperationRefused(errors.map((error) => withCode('GRAPHQL_VALIDATION_FAILED', error)));
  return { document, definition, fragments };
}

function parseWithin(query: string, maxTokens: number): DocumentNode {
  try {
    return parse(query, { maxTokens });
  } catch (cause) {
    if (!(cause instanceof GraphQLError)) throw cause;
    // graphql-js has no type of its own for this refusal.
    if (/^Syntax Error: Document contains more tha[nt] \d+ tokens/.test(cause.message)) {
      const message = `The operation has more than ${maxTokens} tokens.`;
      throw new OperationRefused([
        routerError('LIMIT_EXCEEDED', message, { extensions: { limit: 'tokens', max: maxTokens } }),
      ]);
    }
    throw new OperationRefused([withCode('GRAPHQL_PARSE_FAILED', cause)]);
  }
}

function unresolved(document: DocumentNode, operationName: string | undefined): GraphQLError {
  const isAny = document.definitions.some(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  if (!isAny) return routerError('OPERATION_RESOLUTION_FAILURE', 'The document contains no operation.');
  return routerError(
    'OPERATION_RESOLUTION_FAILURE',
    operationName === undefined
      ? 'Must provide operation name if query contains multiple operations.'
      : `Unknown operation named "${operationName}".`,
  );
}

function fragmentsOf({ definitions }: DocumentNode): Map<string, FragmentDefinitionNode> {
  const fragments = definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}
