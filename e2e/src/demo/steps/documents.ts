import { expectThat, priced, type RunStep } from '../run-steps.js';
import type { Cast } from './join.js';
import { untilMoney } from './read-money.js';
import type { Held } from './take.js';

/** The mail that confirms, and the invoice with its printed document. */
export async function readDocuments(step: RunStep, { customer, mailbox, email }: Cast, booking: Held): Promise<void> {
  await step('mail of confirmation', async (tell) => {
    const { subject } = await mailbox.waitFor(
      email,
      (mail) => mail.subject.includes(booking.locator) && mail.subject.startsWith('Confirmed'),
    );
    tell(subject);
  });
  const invoice = await step('invoice', async (tell) => {
    const { invoices, paid } = await untilMoney(customer, booking.id, (money) => (money.invoices ?? []).length > 0);
    const [first] = invoices ?? [];
    expectThat(first !== undefined && paid !== null, 'There is no invoice.');
    expectThat(first.gross.amountMinor === booking.total.amountMinor, 'The invoice has another total.');
    expectThat(paid.amountMinor === booking.total.amountMinor, 'Another amount was taken.');
    tell(`${first.number}, ${priced(first.gross)}`);
    for (const { category, rateBps, tax } of first.taxes) tell(`${category} ${rateBps / 100} %: ${priced(tax)}`);
    return first;
  });
  await step('download its PDF', async (tell) => {
    const answer = await fetch(new URL(invoice.pdfUrl ?? '', customer.origin));
    const bytes = Buffer.from(await answer.arrayBuffer());
    expectThat(answer.ok && bytes.subarray(0, 5).toString() === '%PDF-', `The document answered ${answer.status}.`);
    tell(`${bytes.length} bytes, ${answer.headers.get('content-type')}`);
  });
}
