import { decodeCursor, encodeCursor } from '@fleetgraph/kit/graphql/connection';
import type { PricedOffer } from '../offer-terms.js';

/** Where an offer stands in its kind's list: cheapest first, then by id and start. */
type Position = readonly [totalMinor: string, bookableId: string, startsAt: number, locationId: string];

/** An offer with the cursor behind it. */
export interface Placed {
  readonly offer: PricedOffer;
  readonly cursor: string;
}

const positionOf = ({ totalMinor, bookableId, from, locationId }: PricedOffer): Position => [
  totalMinor.toString().padStart(20, '0'),
  bookableId,
  from?.getTime() ?? 0,
  locationId,
];

function compare(a: Position, b: Position): number {
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] ?? 0, b[i] ?? 0];
    if (x !== y) return x < y ? -1 : 1;
  }
  return 0;
}

/**
 * Puts lists of several kinds into one, alternating, cheapest of each kind first. A cursor says how far each kind was
 * told, so a page stays stable while offers come and go.
 */
export function alternate(
  byKind: readonly (readonly PricedOffer[])[],
  { first, after }: { first: number; after?: string | null },
): Placed[] {
  const told = new Map<string, Position>();
  if (after) {
    const parts = decodeCursor(after);
    for (let i = 0; i + 4 < parts.length; i += 5) {
      const [kind, total, id, start, location] = parts.slice(i, i + 5);
      told.set(String(kind), [String(total), String(id), Number(start), String(location)]);
    }
  }
  const queues = byKind.map((offers) => remaining(offers, told));
  const placed: Placed[] = [];
  while (placed.length <= first && queues.some(({ length }) => length > 0)) {
    for (const queue of queues) {
      const offer = queue.shift();
      if (!offer) continue;
      told.set(offer.kind, positionOf(offer));
      placed.push({ offer, cursor: encodeCursor([...told].flatMap(([kind, position]) => [kind, ...position])) });
    }
  }
  return placed.slice(0, first + 1);
}

function remaining(offers: readonly PricedOffer[], told: ReadonlyMap<string, Position>): PricedOffer[] {
  const sorted = offers
    .map((offer) => ({ offer, position: positionOf(offer) }))
    .sort((a, b) => compare(a.position, b.position));
  return sorted
    .filter(({ offer, position }) => {
      const last = told.get(offer.kind);
      return last === undefined || compare(position, last) > 0;
    })
    .map(({ offer }) => offer);
}
