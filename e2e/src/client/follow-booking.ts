import { BookingUpdatedDocument, type BookingUpdatedSubscription } from './__generated__/graphql.js';
import type { Graph } from './graph.js';

/** One change of a booking. */
export type BookingChange = BookingUpdatedSubscription['bookingUpdated'];

/** Where to begin, and when to stop. */
export interface FollowOptions {
  /** Sequence of the last change that is known; left out: begin with the present state. */
  readonly after?: number | undefined;
  readonly signal?: AbortSignal;
}

/** Follows a booking live. */
export async function* followBooking(
  graph: Graph,
  id: string,
  { after, signal }: FollowOptions = {},
): AsyncGenerator<BookingChange, void, undefined> {
  const variables = after === undefined ? { id } : { id, after };
  for await (const { bookingUpdated } of graph.follow(BookingUpdatedDocument, variables, signal)) yield bookingUpdated;
}

/** Reads changes up to and with the first that fits; gives up after the time-out. */
export async function readUntil(
  graph: Graph,
  id: string,
  { after, fits, timeoutMs = 20_000 }: { after?: number; fits: (change: BookingChange) => boolean; timeoutMs?: number },
): Promise<BookingChange[]> {
  const seen: BookingChange[] = [];
  const signal = AbortSignal.timeout(timeoutMs);
  for await (const change of followBooking(graph, id, { after, signal })) {
    seen.push(change);
    if (fits(change)) return seen;
  }
  throw new Error(`The booking did not get there; seen: ${seen.map(({ booking }) => booking.state).join(', ')}`);
}
