import type { AccessRule, AnyOfAll } from '../supergraph/access-rules.js';

/**
 * The rules that an interface has by itself. Composition copies those of its implementations to it, all of them put
 * together; they hold where they were written, on each of the implementations.
 */
export const ownRules = (
  rules: readonly AccessRule[],
  ofImplementations: readonly AccessRule[],
): readonly AccessRule[] => rules.filter((rule) => !followsFrom(rule, ofImplementations));

/** Whether one of the inner lists is held completely; none wanted is held by everybody. */
export const holdsOneOf = (lists: AnyOfAll | undefined, held: ReadonlySet<string>): boolean =>
  lists === undefined || lists.some((all) => all.every((name) => held.has(name)));

/** Whether everybody who meets all of the others meets this rule. */
function followsFrom({ scopes, policies }: AccessRule, others: readonly AccessRule[]): boolean {
  if (scopes !== undefined)
    return isHeldByAllWho(
      scopes,
      others.map((other) => other.scopes),
    );
  if (policies !== undefined)
    return isHeldByAllWho(
      policies,
      others.map((other) => other.policies),
    );
  return others.some((other) => other.scopes === undefined && other.policies === undefined);
}

/** Whether everybody who holds one inner list of each of the others holds one of these. */
function isHeldByAllWho(lists: AnyOfAll, others: readonly (AnyOfAll | undefined)[]): boolean {
  const wanted = distinct(others.filter((other) => other !== undefined));
  const holders = wanted.reduce<AnyOfAll>(
    (before, other) => distinct(before.flatMap((held) => other.map((all) => [...new Set([...held, ...all])].sort()))),
    [[]],
  );
  return holders.every((held) => holdsOneOf(lists, new Set(held)));
}

/** Implementations have often equal rules, which say it once. */
const distinct = <Value>(values: readonly Value[]): readonly Value[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];
