import { noSuch } from './stripe-fault.js';

/** How far into a list a caller wants to look. */
export interface PageRequest {
  limit: number;
  starting_after?: string | undefined;
  ending_before?: string | undefined;
  created?: number | Partial<Record<'gt' | 'gte' | 'lt' | 'lte', number | undefined>> | undefined;
}

/** One page of objects, newest first, in Stripe's envelope. */
export function listPage(url: string, rows: readonly { id: string; created: number }[], page: PageRequest): object {
  const wanted = rows.filter(({ created }) => isWithin(created, page.created)).reverse();
  const placeOf = (id: string) => {
    const place = wanted.findIndex((row) => row.id === id);
    if (place < 0) throw noSuch('object', id);
    return place;
  };
  if (page.ending_before !== undefined) {
    const end = placeOf(page.ending_before);
    const start = Math.max(0, end - page.limit);
    return { object: 'list', url, has_more: start > 0, data: wanted.slice(start, end) };
  }
  const start = page.starting_after === undefined ? 0 : placeOf(page.starting_after) + 1;
  const end = start + page.limit;
  return { object: 'list', url, has_more: end < wanted.length, data: wanted.slice(start, end) };
}

function isWithin(created: number, bounds: PageRequest['created']): boolean {
  if (bounds === undefined) return true;
  if (typeof bounds === 'number') return created === bounds;
  const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = bounds;
  return created > gt && created >= gte && created < lt && created <= lte;
}
