import { StartPaymentDocument } from '../../client/__generated__/graphql.js';
import { type PaymentKeys, payByCard, TEST_CARDS } from '../../client/card-form.js';
import { expectOutcome } from '../../client/expect-outcome.js';
import { followBooking } from '../../client/follow-booking.js';
import type { Graph } from '../../client/graph.js';
import type { LiveBooking } from '../../client/live-booking.js';
import { expectThat, type RunStep } from '../run-steps.js';
import type { Held } from './take.js';

/** What a payment needs: who pays what, and the booking in view. */
export interface Paying {
  readonly graph: Graph;
  readonly booking: Held;
  readonly live: LiveBooking;
}

/** A declined card, then a good one; everything is told by the subscription. */
export async function pay(step: RunStep, { graph, booking, live }: Paying): Promise<void> {
  await step('the subscription begins with the present state', async (tell) => {
    const { sequence, booking: now } = await live.until(() => true);
    tell(`${sequence}: ${now.state}`);
  });
  const keys = await step('start the payment', async (tell) => {
    const started = await startPayment(graph, booking.id);
    const { sequence } = await live.until((change) => change.booking.state === 'AWAITING_PAYMENT');
    tell(`${sequence}: AWAITING_PAYMENT`);
    return started;
  });
  await step('a declined card', async (tell) => {
    const { declineCode } = await payByCard(graph.origin, keys, TEST_CARDS.declined);
    expectThat(declineCode === 'generic_decline', `The card was answered with ${declineCode}.`);
    const { sequence } = await live.until((change) => change.booking.state === 'HELD', { behind: 1 });
    tell(`${declineCode}; ${sequence}: HELD again`);
  });
  await step('pay by test card', async (tell) => {
    const { status } = await payByCard(graph.origin, keys, TEST_CARDS.works);
    expectThat(status === 'requires_capture', `The provider answered ${status}.`);
    await live.until((change) => change.booking.state === 'CONFIRMED');
    tell(live.states.join(' → '));
  });
  await step('resume behind the first change', async (tell) => {
    const first = live.changes[0]?.sequence ?? 0;
    const last = live.changes.at(-1)?.sequence ?? 0;
    const again: number[] = [];
    for await (const { sequence } of followBooking(graph, booking.id, { after: first })) {
      again.push(sequence);
      if (sequence >= last) break;
    }
    const missed = Array.from({ length: last - first }, (_, at) => first + 1 + at);
    expectThat(again.join() === missed.join(), `Resumed with ${again.join(', ')}, not ${missed.join(', ')}.`);
    tell(`after ${first}: ${again.join(', ')}, each once`);
  });
}

/** Opens the payment of a held booking at the provider. */
export async function startPayment(graph: Graph, bookingId: string): Promise<PaymentKeys> {
  const input = { bookingId, idempotencyKey: `pay-${bookingId}` };
  const { startPayment } = await graph.ask(StartPaymentDocument, { input });
  return expectOutcome(startPayment, 'StartPaymentSuccess');
}
