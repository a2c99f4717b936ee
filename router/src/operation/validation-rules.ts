import {
  type FloatValueNode,
  GraphQLError,
  getEnterLeaveForKind,
  type IntValueNode,
  Kind,
  SingleFieldSubscriptionsRule,
  specifiedRules,
  type ValidationRule,
} from 'graphql';

/**
 * graphql-js looks for the one root field of a subscription before there are variables, and throws where `@skip` or
 * `@include` wants one. Whether there is a stream at all must not depend on one (GraphQL, September 2025, section 5.2.4.1).
 */
const singleRootFieldRule: ValidationRule = (context) => {
  const { enter: check } = getEnterLeaveForKind(SingleFieldSubscriptionsRule(context), Kind.OPERATION_DEFINITION);
  return {
    OperationDefinition(...visited) {
      try {
        check?.(...visited);
      } catch (cause) {
        if (!(cause instanceof GraphQLError)) throw cause;
        const message = 'The root field of a subscription must not depend on a variable.';
        context.reportError(new GraphQLError(message, { nodes: cause.nodes ?? null }));
      }
    },
  };
};

/** graphql-js takes such a number for infinite, and nobody can write that down for a subgraph (section 3.5.2). */
const finiteNumbersRule: ValidationRule = (context) => {
  const check = (node: FloatValueNode | IntValueNode) => {
    if (Number.isFinite(Number(node.value))) return;
    context.reportError(new GraphQLError('A number is too large to be represented.', { nodes: node }));
  };
  return { FloatValue: check, IntValue: check };
};

/** What an operation has to keep to. */
export const VALIDATION_RULES: readonly ValidationRule[] = [
  ...specifiedRules.map((rule) => (rule === SingleFieldSubscriptionsRule ? singleRootFieldRule : rule)),
  finiteNumbersRule,
];
