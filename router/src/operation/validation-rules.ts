import {
  GraphQLError,
  getEnterLeaveForKind,
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

/** What an operation has to keep to. */
export const VALIDATION_RULES: readonly ValidationRule[] = specifiedRules.map((rule) =>
  rule === SingleFieldSubscriptionsRule ? singleRootFieldRule : rule,
);
