import { randomUUID } from 'node:crypto';
import { ReleaseHoldDocument } from '../../client/__generated__/graphql.js';
import { type PaymentKeys, payByCard, TEST_CARDS } from '../../client/card-form.js';
import { expectOutcome } from '../../client/expect-outcome.js';
import { LiveBooking } from '../../client/live-booking.js';
import { expectThat, type RunStep } from '../run-steps.js';
import type { Choice } from './find.js';
import type { Cast } from './join.js';
import { startPayment } from './pay.js';
import { untilMoney } from './read-money.js';
import { type Held, holdQuote, quoteBasket } from './take.js';

/** A booking that will be paid too late. */
export interface LateBooking {
  readonly booking: Held;
  readonly live: LiveBooking;
  readonly keys: PaymentKeys;
}

/** Longest time the demo waits for a hold to run out by itself. */
const PATIENCE_MS = 90_000;

/** Holds something and opens its payment, for an end that comes while other things are shown. */
export function holdForLater(step: RunStep, { rival }: Cast, { childSeat }: Choice): Promise<LateBooking> {
  return step('another booking is held and not paid yet', async (tell) => {
    const quote = await quoteBasket(rival, [{ offerId: childSeat.id, quantity: 1 }]);
    const booking = await holdQuote(rival, quote.id);
    const live = new LiveBooking(rival, booking.id);
    const keys = await startPayment(rival, booking.id);
    await live.until((change) => change.booking.state === 'AWAITING_PAYMENT');
    tell(booking.locator);
    return { booking, live, keys };
  });
}

/** Pays when the hold is over: the money is given free at once and nothing is booked. */
export async function payTooLate(step: RunStep, { rival }: Cast, { booking, live, keys }: LateBooking): Promise<void> {
  await keepIntentOpen(rival.origin, true);
  try {
    await endHold(step, rival, { booking, live, keys });
    await step('its card is charged too late', async (tell) => {
      const { status, declineCode } = await payByCard(rival.origin, keys, TEST_CARDS.works);
      tell(`the provider answers ${status ?? declineCode}`);
    });
  } finally {
    await keepIntentOpen(rival.origin, false);
  }
  await step('the late payment is voided', async (tell) => {
    const money = await untilMoney(rival, booking.id, ({ payments }) =>
      Boolean(payments?.every(({ state }) => state === 'CANCELED')),
    );
    expectThat(money.paid?.amountMinor === '0', 'Money was taken.');
    expectThat(money.invoices?.length === 0, 'There is an invoice.');
    tell(`payment CANCELED, booking ${money.state}, nothing taken`);
  });
  await live.leave();
}

async function endHold(step: RunStep, rival: Cast['rival'], { booking, live }: LateBooking): Promise<void> {
  const deadline = Date.parse(live.changes.at(-1)?.booking.holdExpiresAt ?? '');
  if (deadline - Date.now() < PATIENCE_MS) {
    await step('its hold runs out', async (tell) => {
      await live.until((change) => change.booking.state === 'EXPIRED', { timeoutMs: PATIENCE_MS });
      tell(live.states.join(' → '));
    });
    return;
  }
  await step('its hold is let go, as it would last too long to wait for', async (tell) => {
    const input = { bookingId: booking.id, idempotencyKey: randomUUID() };
    const { releaseHold } = await rival.ask(ReleaseHoldDocument, { input });
    expectOutcome(releaseHold, 'ReleaseHoldSuccess');
    tell(releaseHold.__typename);
  });
}

/** Lets the sandbox cancel payments slowly, so that the card comes before the cancellation, however fast that is. */
async function keepIntentOpen(origin: string, isKept: boolean): Promise<void> {
  const controls = isKept ? { delayRequestMs: 2_000, matching: '/cancel' } : { delayRequestMs: 0, matching: '' };
  const answer = await fetch(`${origin}/sandbox/controls`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(controls),
  });
  if (!answer.ok) throw new Error(`The sandbox answered ${answer.status}.`);
}
