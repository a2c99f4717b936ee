import type { Schedule } from '../plan-compiler/schedule.js';
import { getOwn, isJson, type Json, setOwn } from './own-properties.js';

/** Where objects have to be told apart by what stands above them. */
export interface ContextPath {
  /** As a fetch has it; `@` steps into a list. */
  readonly path: readonly string[];
  /** Steps of it that lead to an object of which a value is read. */
  readonly top: number;
}

const known = new WeakMap<Schedule, readonly ContextPath[]>();

/** The paths of a schedule below which `@fromContext` reads something, those that begin highest first. */
export function contextPathsOf(schedule: Schedule): readonly ContextPath[] {
  let paths = known.get(schedule);
  if (paths === undefined) {
    const fetches = schedule.flatMap(({ groups }) => groups.flatMap((group) => group.fetches));
    paths = fetches
      .filter(({ contextual }) => contextual.length > 0)
      .flatMap(({ path, contextual }) => {
        const levels = new Set(contextual.map((argument) => argument.levels));
        return [...levels].map((level) => ({ path, top: topOf(path, level) }));
      })
      .sort((one, other) => one.top - other.top);
    known.set(schedule, paths);
  }
  return paths;
}

/** Behind the name, and the lists, that lead to the object so many levels above. */
function topOf(path: readonly string[], levels: number): number {
  const names = path.flatMap((step, at) => (step === '@' ? [] : [at]));
  return levels === 0 ? path.length : (names.at(-levels) ?? 0);
}

/**
 * An entity that occurs at many places is one object. Where its fields depend on what stands above, each of those gets a
 * copy of its own, lists and objects on the way to it included.
 */
export function separate(data: Json, { path, top }: ContextPath): void {
  const owners = new Map<object, Json>();
  for (const owner of objectsAt([data], path.slice(0, top))) own(owner, path.slice(top), { owner, owners });
}

interface Owning {
  readonly owner: Json;
  /** Whose each list and object is. */
  readonly owners: Map<object, Json>;
}

/** Makes everything on a way below an object that of its owner. */
function own(value: Json | unknown[], [step, ...rest]: readonly string[], owning: Owning): void {
  if (step === undefined) return;
  if (Array.isArray(value)) {
    if (step !== '@') return;
    for (const [at, element] of value.entries())
      ownOne(element, rest, owning, (copy) => {
        value[at] = copy;
      });
  } else if (step !== '@') ownOne(getOwn(value, step), rest, owning, (copy) => setOwn(value, step, copy));
}

function ownOne(value: unknown, rest: readonly string[], owning: Owning, put: (copy: unknown) => void): void {
  if (typeof value !== 'object' || value === null) return;
  const { owner, owners } = owning;
  const isOthers = (owners.get(value) ?? owner) !== owner;
  // What is neither null nor a list is an object of JSON.
  const mine = isOthers ? (Array.isArray(value) ? [...value] : { ...value }) : (value as Json | unknown[]);
  if (isOthers) put(mine);
  owners.set(mine, owner);
  own(mine, rest, owning);
}

function objectsAt(values: readonly unknown[], path: readonly string[]): ReadonlySet<Json> {
  let found: Iterable<unknown> = values;
  for (const step of path) {
    const next = new Set<unknown>();
    for (const value of found) {
      if (step === '@') {
        if (Array.isArray(value)) for (const element of value) next.add(element);
      } else if (isJson(value)) next.add(getOwn(value, step));
    }
    found = next;
  }
  return new Set([...found].filter(isJson));
}
