import { newId, nowInSeconds } from '../new-id.js';
import type { Origin, Sandbox } from '../sandbox.js';

/** The API version whose shapes the sandbox speaks. */
export const API_VERSION = '2026-10-28.endive';

/** Records that something happened and puts it on its way; the object is told as it is at this moment. */
export function emit(sandbox: Sandbox, origin: Origin, type: string, object: unknown): void {
  const id = newId('evt');
  sandbox.store.put('event', {
    id,
    object: 'event',
    api_version: API_VERSION,
    created: nowInSeconds(),
    data: { object: structuredClone(object) },
    livemode: false,
    pending_webhooks: 1,
    request: { id: origin.requestId, idempotency_key: origin.idempotencyKey },
    type,
  });
  sandbox.store.put('delivery', {
    id: newId('whd'),
    event: id,
    state: 'pending',
    attempts: 0,
    nextAttemptAt: Date.now(),
    lastStatus: null,
    lastError: null,
  });
}
