import type { FieldNode } from 'graphql';
import type { AnyField } from '../authorization/access.js';
import { routerError } from '../router-error.js';
import type { ListSize } from '../supergraph/cost-rules.js';
import type { ArgumentReader } from './argument-cost.js';
import { OperationRefused } from './operation-refused.js';

/** How long a list is by `@listSize`; undefined when the directive does not say. */
export function declaredSize(
  { slicingArguments = [], assumedSize, requireOneSlicingArgument = true }: ListSize,
  node: FieldNode,
  field: AnyField,
  reader: ArgumentReader,
): number | undefined {
  if (slicingArguments.length === 0) return assumedSize;
  const sizes = slicingArguments.map((name) => sizeIn(name, node, field, reader));
  const given = sizes.filter((size) => size !== undefined);
  if (requireOneSlicingArgument && given.length !== 1) throw notOne(field, slicingArguments);
  return given.length > 0 ? Math.max(0, ...given) : assumedSize;
}

/** A number of rows, as it is given or by default. */
function sizeIn(name: string, node: FieldNode, field: AnyField, reader: ArgumentReader): number | undefined {
  const given = node.arguments?.find((argument) => argument.name.value === name)?.value;
  const written = given === undefined ? undefined : reader.valueOf(given);
  const value = written === undefined ? field.args.find((argument) => argument.name === name)?.defaultValue : written;
  return typeof value === 'number' ? value : undefined;
}

function notOne(field: AnyField, slicingArguments: readonly string[]): OperationRefused {
  const wanted = slicingArguments.map((name) => `\`${name}\``).join(', ');
  const message = `Say how many of \`${field.name}\` are wanted, by exactly one of ${wanted}.`;
  return new OperationRefused([routerError('BAD_USER_INPUT', message, { extensions: { field: field.name } })]);
}
