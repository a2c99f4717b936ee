import type { Json } from '../plan-executor/own-properties.js';
import { exceeds, MAX_VALUE_DEPTH, type OperationLimits } from './limits.js';
import { OperationRefused } from './operation-refused.js';

/** Refuses variables that are larger, longer or deeper than allowed, before anything walks them recursively. */
export function assertVariablesWithin(variables: Json, limits: OperationLimits): void {
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
    return;
  }
}

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
