import type { FieldNode } from 'graphql';
import type { AnyField } from '../authorization/access.js';
import type { Json } from '../plan-executor/own-properties.js';
import { routerError } from '../router-error.js';
import type { ListSize } from '../supergraph/cost-rules.js';
import { type Amount, amountOf, amountWith } from './amount.js';
import { OperationRefused } from './operation-refused.js';

/** How long a list is by `@listSize`; undefined when the directive does not say. */
export function declaredSize(rule: ListSize, node: FieldNode, field: AnyField): Amount<number | undefined> {
  const { slicingArguments = [], assumedSize, requireOneSlicingArgument = true } = rule;
  if (slicingArguments.length === 0) return assumedSize;
  const sizes = slicingArguments.map((name) => sizeIn(name, node, field));
  const longest = (variables: Json) => {
    const given = sizes.map((size) => amountWith(size, variables)).filter((size) => size !== undefined);
    if (requireOneSlicingArgument && given.length !== 1) throw notOne(field, slicingArguments);
    return given.length > 0 ? Math.max(0, ...given) : assumedSize;
  };
  return sizes.some((size) => typeof size === 'function') ? longest : longest({});
}

/** A number of rows, as it is given or by default. */
function sizeIn(name: string, node: FieldNode, field: AnyField): Amount<number | undefined> {
  const byDefault = field.args.find((argument) => argument.name === name)?.defaultValue;
  const sizeOf = (value: unknown) => (typeof value === 'number' ? value : undefined);
  const given = node.arguments?.find((argument) => argument.name.value === name)?.value;
  if (given === undefined) return sizeOf(byDefault);
  return amountOf(given, (value) => sizeOf(value === undefined ? byDefault : value));
}

function notOne(field: AnyField, slicingArguments: readonly string[]): OperationRefused {
  const wanted = slicingArguments.map((name) => `\`${name}\``).join(', ');
  const message = `Say how many of \`${field.name}\` are wanted, by exactly one of ${wanted}.`;
  return new OperationRefused([routerError('BAD_USER_INPUT', message, { extensions: { field: field.name } })]);
}
