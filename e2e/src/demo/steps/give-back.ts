import { randomUUID } from 'node:crypto';
import { CancelBookingDocument, QuoteCancellationDocument } from '../../client/__generated__/graphql.js';
import { expectOutcome } from '../../client/expect-outcome.js';
import { expectThat, priced, type RunStep } from '../run-steps.js';
import type { Cast } from './join.js';
import type { Paying } from './pay.js';
import { untilMoney } from './read-money.js';

/** One line is cancelled with the refund that was quoted. */
export async function giveBack(
  step: RunStep,
  { mailbox, email }: Cast,
  { graph, booking, live }: Paying,
): Promise<void> {
  const line = booking.lines.find(({ __typename }) => __typename === 'ShopOrder');
  const lineIds = line === undefined ? [] : [line.id];
  const quote = await step('ask what a cancellation gives back', async (tell) => {
    const { cancellationQuote } = await graph.ask(QuoteCancellationDocument, { bookingId: booking.id, lineIds });
    expectThat(cancellationQuote !== null, 'Nothing can be cancelled.');
    tell(`${line?.title}: ${priced(cancellationQuote.refund)} back, ${priced(cancellationQuote.fee)} kept`);
    return cancellationQuote;
  });
  await step('cancel one line', async (tell) => {
    const expectedVersion = quote.bookingVersion;
    const input = { bookingId: booking.id, lineIds, expectedVersion, idempotencyKey: randomUUID() };
    const { cancelBooking } = await graph.ask(CancelBookingDocument, { input });
    const { refund } = expectOutcome(cancelBooking, 'CancelBookingSuccess');
    expectThat(refund.amountMinor === quote.refund.amountMinor, `${priced(refund)} instead of what was quoted.`);
    const { sequence } = await live.until((change) => change.booking.state === 'PARTIALLY_CANCELLED');
    tell(`${sequence}: PARTIALLY_CANCELLED`);
  });
  await step('the refund is paid, with a credit note', async (tell) => {
    const money = await untilMoney(graph, booking.id, ({ payments, invoices }) =>
      Boolean(
        payments?.some(({ refunds }) => refunds.some(({ state }) => state === 'SUCCEEDED')) &&
          invoices?.some(({ kind }) => kind === 'CREDIT_NOTE'),
      ),
    );
    const note = money.invoices?.find(({ kind }) => kind === 'CREDIT_NOTE');
    expectThat(money.refunded?.amountMinor === quote.refund.amountMinor, 'Another amount was given back.');
    expectThat(note?.gross.amountMinor === quote.refund.amountMinor, 'The credit note has another amount.');
    tell(`${priced(quote.refund)}, ${note.number}`);
  });
  await step('mail of the refund', async (tell) => {
    const { subject } = await mailbox.waitFor(
      email,
      (mail) => mail.subject.includes(booking.locator) && mail.subject.startsWith('Refund'),
    );
    tell(subject);
  });
}
