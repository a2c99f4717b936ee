import { Kind, type ValueNode, valueFromASTUntyped } from 'graphql';
import type { Json } from '../plan-executor/own-properties.js';

/** A number that is known beforehand, or follows from the variables of a request. */
export type Amount<Value extends number | undefined = number> = Value | ((variables: Json) => Value);

/** What an amount is with these variables. */
export const amountWith = <Value extends number | undefined>(amount: Amount<Value>, variables: Json): Value =>
  typeof amount === 'function' ? amount(variables) : amount;

/** What follows from two amounts; worked out at once when both are known. */
export function combine<
  One extends number | undefined,
  Other extends number | undefined,
  Value extends number | undefined,
>(one: Amount<One>, other: Amount<Other>, result: (one: One, other: Other) => Value): Amount<Value> {
  if (typeof one !== 'function' && typeof other !== 'function') return result(one, other);
  return (variables) => result(amountWith(one, variables), amountWith(other, variables));
}

/** The sum of amounts. */
export function sum(amounts: readonly Amount[]): Amount {
  const known = amounts.reduce<number>((total, amount) => (typeof amount === 'function' ? total : total + amount), 0);
  const others = amounts.filter((amount) => typeof amount === 'function');
  if (others.length === 0) return known;
  return (variables) => others.reduce((total, amount) => total + amount(variables), known);
}

/** What follows from the value of an argument; worked out at once when no variable is in it. */
export function amountOf<Value extends number | undefined>(
  node: ValueNode,
  result: (value: unknown) => Value,
): Amount<Value> {
  if (!holdsVariable(node)) return result(valueFromASTUntyped(node));
  return (variables) => result(valueFromASTUntyped(node, variables));
}

function holdsVariable(node: ValueNode): boolean {
  if (node.kind === Kind.VARIABLE) return true;
  if (node.kind === Kind.LIST) return node.values.some(holdsVariable);
  return node.kind === Kind.OBJECT && node.fields.some(({ value }) => holdsVariable(value));
}
