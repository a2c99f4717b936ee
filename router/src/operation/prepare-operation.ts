import { type DocumentNode, GraphQLError, type GraphQLSchema, getOperationAST, Kind, parse, validate } from 'graphql';
import { routerError, withCode } from '../router-error.js';
import { forgetTokens } from './forget-tokens.js';
import { isIntrospection } from './introspection.js';
import { assertIntrospectionWithin } from './introspection-size.js';
import { assertWithinLimits, type OperationLimits } from './limits.js';
import { OperationRefused } from './operation-refused.js';
import { parallelNames } from './parallel-names.js';
import { fragmentsOf, type ParsedOperation } from './parsed-operation.js';
import { VALIDATION_RULES } from './validation-rules.js';

/** What an operation is checked against. */
export interface OperationRules {
  readonly schema: GraphQLSchema;
  readonly limits: OperationLimits;
  /** Whether errors keep names to themselves that the caller may not know. */
  readonly hideSuggestions: boolean;
}

/** Parses, measures and validates; sizes come before validation, whose time grows faster than the text. */
export function prepareOperation(
  query: string,
  operationName: string | undefined,
  rules: OperationRules,
): ParsedOperation {
  try {
    return prepare(parseWithin(query, rules.limits.maxTokens), operationName, rules);
  } catch (cause) {
    // The parser calls itself for each bracket within a bracket.
    if (!(cause instanceof RangeError)) throw cause;
    const message = 'The operation is nested too deeply.';
    throw new OperationRefused([routerError('LIMIT_EXCEEDED', message, { extensions: { limit: 'nesting' } })]);
  }
}

function prepare(document: DocumentNode, operationName: string | undefined, rules: OperationRules): ParsedOperation {
  const definition = getOperationAST(document, operationName);
  if (!definition) throw new OperationRefused([unresolved(document, operationName)]);
  if (!rules.schema.getRootType(definition.operation)) {
    const message = `The schema has no ${definition.operation}.`;
    throw new OperationRefused([routerError('GRAPHQL_VALIDATION_FAILED', message, { nodes: definition })]);
  }
  const fragments = fragmentsOf(document);
  assertWithinLimits(document, rules.limits);

  const { schema, hideSuggestions } = rules;
  const errors = validate(schema, document, VALIDATION_RULES, { maxErrors: 20, hideSuggestions });
  if (errors.length > 0)
    throw new OperationRefused(errors.map((error) => withCode('GRAPHQL_VALIDATION_FAILED', error)));
  const size = forgetTokens(document);
  const parallel = parallelNames({ document, definition, fragments });
  const operation = { document, definition, fragments, parallel, size, isIntrospection: isIntrospection(document) };
  if (operation.isIntrospection) assertIntrospectionWithin(operation, schema, rules.limits.maxIntrospections);
  return operation;
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
