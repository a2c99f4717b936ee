import type { SandboxStore, Tables } from '../store/sandbox-store.js';
import { invalidRequest } from './stripe-fault.js';

const KIND_BY_PREFIX: Readonly<Record<string, keyof Tables>> = {
  pi: 'payment_intent',
  ch: 'charge',
  re: 'refund',
  txn: 'balance_transaction',
  pm: 'payment_method',
};

/** Copies an answer and puts whole objects where `expand` asks for them instead of their ids. */
export function expand(store: SandboxStore, answer: object, paths: readonly string[]): object {
  const copy = structuredClone(answer);
  for (const path of paths) expandPath(store, copy, path.split('.'));
  return copy;
}

function expandPath(store: SandboxStore, target: unknown, [name, ...rest]: readonly string[]): void {
  if (name === undefined || target === null || typeof target !== 'object') return;
  if (Array.isArray(target)) {
    for (const item of target) expandPath(store, item, [name, ...rest]);
    return;
  }
  if (!Object.hasOwn(target, name)) {
    throw invalidRequest(`This property cannot be expanded (${name}).`, { code: 'property_cannot_be_expanded' });
  }
  const value: unknown = Reflect.get(target, name);
  const whole = typeof value === 'string' ? findById(store, value) : value;
  Reflect.set(target, name, whole ?? value);
  expandPath(store, whole, rest);
}

function findById(store: SandboxStore, id: string): object | undefined {
  const kind = KIND_BY_PREFIX[id.split('_', 1)[0] ?? ''];
  return kind === undefined ? undefined : structuredClone(store.get(kind, id));
}
