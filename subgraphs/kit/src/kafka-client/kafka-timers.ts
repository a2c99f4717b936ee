import { createRequire } from 'node:module';

/** What kafkajs keeps of the requests on one connection. */
interface RequestQueue {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests(): void;
}

// It has no types: it is not meant to be seen.
const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue/index.js') as {
  readonly prototype: RequestQueue;
};
const { scheduleCheckPendingRequests } = prototype;

/**
 * Mends a fault of kafkajs 2.2.4: it looks for requests that wait also where none does, after a delay below zero, which is a
 * millisecond, and then again and again, for as long as there is a connection. Node 24 warns of such delays.
 */
prototype.scheduleCheckPendingRequests = function scheduleWhereOneWaits(): void {
  if (this.pending.length > 0) scheduleCheckPendingRequests.call(this);
};
