import { isWallClock, toLocalDateTime } from '../../../format/wall-clock.js';

/** The kinds of things that can be booked, in the order in which they are shown. */
export const KINDS = ['CAR', 'BIKE', 'FLIGHT', 'WORKSHOP', 'PRODUCT'] as const;

/** One kind; equal to the graph's enum `BookableKind`. */
export type Kind = (typeof KINDS)[number];

/** What a person looks for; all of it stands in the address. */
export interface Wish {
  kinds: readonly Kind[];
  text?: string | undefined;
  fromId?: string | undefined;
  toId?: string | undefined;
  at?: string | undefined;
  until?: string | undefined;
}

/** Reads a wish from an address; whatever is not understood is left out. */
export function readWish(address: URLSearchParams): Wish {
  const asked = (address.get('kind') ?? '').toUpperCase().split(',');
  const at = address.get('at');
  const until = address.get('until');
  return {
    kinds: KINDS.filter((kind) => asked.includes(kind)),
    ...textOf(address, 'q', 'text'),
    ...textOf(address, 'from', 'fromId'),
    ...textOf(address, 'to', 'toId'),
    ...(isWallClock(at) ? { at } : {}),
    ...(isWallClock(until) ? { until } : {}),
  };
}

/** Writes a wish as an address, without what is empty. */
export function writeWish(wish: Wish): URLSearchParams {
  const pairs: [string, string | undefined][] = [
    ['kind', wish.kinds.join(',').toLowerCase()],
    ['q', wish.text],
    ['from', wish.fromId],
    ['to', wish.toId],
    ['at', wish.at],
    ['until', wish.until],
  ];
  return new URLSearchParams(pairs.flatMap(([name, value]) => (value ? [[name, value]] : [])));
}

/** The kinds to ask the graph for: none chosen means any. */
export const kindsOf = ({ kinds }: Wish): Kind[] => (kinds.length === 0 ? [...KINDS] : [...kinds]);

/** The period to ask offers for; undefined when nothing was said about when. */
export function windowOf({ at, until }: Wish): { from: string; to?: string } | undefined {
  if (at === undefined) return undefined;
  return { from: toLocalDateTime(at), ...(until === undefined ? {} : { to: toLocalDateTime(until) }) };
}

/** What is wrong with the period, if anything. */
export function faultOf({ at, until }: Wish): 'endsBeforeStart' | undefined {
  return at !== undefined && until !== undefined && until <= at ? 'endsBeforeStart' : undefined;
}

function textOf<K extends 'text' | 'fromId' | 'toId'>(address: URLSearchParams, name: string, key: K) {
  const value = address.get(name)?.trim();
  // TypeScript widens a computed key to an index signature.
  return (value ? { [key]: value } : {}) as Partial<Record<K, string>>;
}
