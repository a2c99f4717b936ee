import type { Json } from '../plan-executor/own-properties.js';
import { exceeds, MAX_VALUE_DEPTH, type OperationLimits } from './limits.js';
import { OperationRefused } from './operation-refused.js';

/**
 * Refuses variables that are larger, longer or deeper than allowed, before anything walks them recursively. Answers how long
 * they are as JSON, in bytes.
 */
export function assertVariablesWithin(variables: Json, limits: OperationLimits): number {
  for (const _ in variables) {
    const { depth, longest } = measureValue(variables);
    // A text of values that lie too deep cannot be made: it would overflow the stack.
    const bytes = depth > MAX_VALUE_DEPTH ? 0 : Buffer.byteLength(JSON.stringify(variables));
    const faults = [
      exceeds('valueDepth', depth, MAX_VALUE_DEPTH),
      exceeds('listLength', longest, limits.maxListLength),
      exceeds('variablesBytes', bytes, limits.maxVariablesBytes),
    ].filter((fault) => fault !== undefined);
    if (faults.length > 0) throw new OperationRefused(faults);
    return bytes;
  }
  return 0;
}

/** Faults of variables that are told together, and what graphql-js may quote of them for that: in the worst case all, each time. */
const MAX_FAULTS = 20;
const MAX_QUOTED_BYTES = 20_000;

/** How many faults of variables of so many bytes are told. */
export const faultsToTell = (bytes: number): number =>
  Math.max(1, Math.min(MAX_FAULTS, Math.floor(MAX_QUOTED_BYTES / bytes)));

function measureValue(value: object): { depth: number; longest: number } {
  let [depth, longest] = [0, 0];
  let level: readonly object[] = [value];
  while (level.length > 0 && depth <= MAX_VALUE_DEPTH) {
    depth++;
    const below: object[] = [];
    for (const node of level) {
      if (Array.isArray(node)) longest = Math.max(longest, node.length);
      for (const child of Object.values(node)) if (typeof child === 'object' && child !== null) below.push(child);
    }
    level = below;
  }
  return { depth, longest };
}
