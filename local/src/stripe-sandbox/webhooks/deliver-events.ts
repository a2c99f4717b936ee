import { setTimeout as pause } from 'node:timers/promises';
import { request } from 'undici';
import { strikes } from '../controls/controls.js';
import type { Sandbox } from '../sandbox.js';
import type { Delivery } from '../store/sandbox-store.js';
import { signPayload } from './sign-payload.js';

const AT_ONCE = 10;
const TIMEOUT_MS = 10_000;
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 10_000;
const GIVEN_UP_AFTER_MS = 3 * 24 * 60 * 60 * 1_000;
/** How long events are gathered before they are sent in the opposite order. */
const SHUFFLE_WINDOW_MS = 300;

/** The worker that carries events to the webhook endpoint until each has been accepted. */
export interface Deliverer {
  wake(): void;
  stop(): Promise<void>;
}

/** Starts delivering: at least once, without promise of order, with growing pauses between attempts. */
export function deliverEvents(sandbox: Sandbox): Deliverer {
  const stopping = new AbortController();
  let alarm: NodeJS.Timeout | undefined;
  let round: Promise<void> | undefined;
  let isWoken = false;

  const wake = () => {
    isWoken = true;
    round ??= work().finally(() => {
      round = undefined;
    });
  };
  const work = async () => {
    while (isWoken && !stopping.signal.aborted) {
      isWoken = false;
      if (sandbox.controls.shuffleWebhooks) await pause(SHUFFLE_WINDOW_MS, undefined, { signal: stopping.signal });
      await deliverDue(sandbox, stopping.signal);
    }
    clearTimeout(alarm);
    const next = nextAttempt(sandbox);
    if (next !== undefined && !stopping.signal.aborted) alarm = setTimeout(wake, Math.max(0, next - Date.now()));
  };
  wake();
  return {
    wake,
    async stop() {
      stopping.abort();
      clearTimeout(alarm);
      await round?.catch(() => undefined);
    },
  };
}

function nextAttempt({ store, controls, webhook }: Sandbox): number | undefined {
  if (controls.holdWebhooks || webhook === undefined) return undefined;
  const times = store
    .all('delivery')
    .flatMap(({ state, nextAttemptAt }) => (state === 'pending' ? [nextAttemptAt] : []));
  return times.length === 0 ? undefined : Math.min(...times);
}

async function deliverDue(sandbox: Sandbox, signal: AbortSignal): Promise<void> {
  const { store, controls } = sandbox;
  if (controls.holdWebhooks || sandbox.webhook === undefined) return;
  const now = Date.now();
  const due = store.all('delivery').filter(({ state, nextAttemptAt }) => state === 'pending' && nextAttemptAt <= now);
  if (controls.shuffleWebhooks) due.reverse();
  const carry = async () => {
    for (let next = due.shift(); next !== undefined && !signal.aborted; next = due.shift()) {
      await deliver(sandbox, next, signal);
    }
  };
  await Promise.all(Array.from({ length: controls.shuffleWebhooks ? 1 : AT_ONCE }, carry));
}

async function deliver(sandbox: Sandbox, delivery: Delivery, signal: AbortSignal): Promise<void> {
  const { store, controls } = sandbox;
  const outcome = strikes(controls, 'failDeliveries')
    ? { status: null, error: 'withheld by the sandbox controls' }
    : await post(sandbox, delivery.event, signal);
  if (signal.aborted) return;
  if (controls.doubleWebhooks) await post(sandbox, delivery.event, signal);
  const isAccepted = outcome.status !== null && outcome.status >= 200 && outcome.status < 300;
  const attempts = delivery.attempts + 1;
  const event = store.get('event', delivery.event);
  const isTooOld = (event?.created ?? 0) * 1_000 + GIVEN_UP_AFTER_MS < Date.now();
  if (isAccepted && event !== undefined) store.put('event', { ...event, pending_webhooks: 0 });
  store.put('delivery', {
    ...delivery,
    state: isAccepted ? 'delivered' : isTooOld ? 'given_up' : 'pending',
    attempts,
    nextAttemptAt: Date.now() + Math.min(FIRST_RETRY_MS * 2 ** (attempts - 1), LAST_RETRY_MS),
    lastStatus: outcome.status,
    lastError: outcome.error,
  });
  store.commit();
}

async function post(
  { store, webhook, logger }: Sandbox,
  eventId: string,
  signal: AbortSignal,
): Promise<{ status: number | null; error: string | null }> {
  const event = store.get('event', eventId);
  if (event === undefined || webhook === undefined) return { status: null, error: 'nowhere to send it' };
  const body = JSON.stringify(event, null, 2);
  try {
    const answer = await request(webhook.url, {
      method: 'POST',
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Stripe/1.0 (Fleetgraph sandbox)',
        'stripe-signature': signPayload(body, webhook.secret),
      },
    });
    await answer.body.dump();
    return { status: answer.statusCode, error: null };
  } catch (error) {
    logger.debug({ err: error, event: eventId }, 'A webhook was not delivered and will be tried again.');
    return { status: null, error: error instanceof Error ? error.message : String(error) };
  }
}

/** Sends an event again, whatever became of it before. */
export function resend(sandbox: Sandbox, delivery: Delivery): void {
  sandbox.store.put('delivery', { ...delivery, state: 'pending', nextAttemptAt: Date.now() });
  sandbox.store.commit();
  sandbox.wakeDeliverer();
}
