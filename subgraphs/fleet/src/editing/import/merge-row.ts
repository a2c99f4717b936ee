import type { Versioned } from '../versioned.js';

/** Takes over the fields that differ; answers whether any did. A repeat of an import so changes nothing. */
export function mergeRow<T extends Versioned>(row: T, given: Partial<T>): boolean {
  let hasChanged = false;
  for (const [field, value] of Object.entries(given)) {
    if (isSame(Reflect.get(row, field), value)) continue;
    Reflect.set(row, field, value);
    hasChanged = true;
  }
  if (hasChanged) row.version += 1;
  return hasChanged;
}

function isSame(left: unknown, right: unknown): boolean {
  if (left instanceof Date && right instanceof Date) return left.getTime() === right.getTime();
  if (typeof left === 'object' && typeof right === 'object') return print(left) === print(right);
  return left === right;
}

const print = (value: unknown): string =>
  JSON.stringify(value, (_, part) => {
    if (typeof part === 'bigint') return `${part}n`;
    if (part !== null && typeof part === 'object' && !Array.isArray(part)) {
      return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
    }
    return part;
  }) ?? '';
