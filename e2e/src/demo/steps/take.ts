import { randomUUID } from 'node:crypto';
import {
  HoldBasketDocument,
  type HoldBasketMutation,
  QuoteBasketDocument,
  type QuoteBasketMutation,
  type QuoteLineInput,
} from '../../client/__generated__/graphql.js';
import { expectOutcome } from '../../client/expect-outcome.js';
import type { Graph } from '../../client/graph.js';
import { expectThat, priced, type RunStep } from '../run-steps.js';
import type { Choice } from './find.js';
import type { Cast } from './join.js';

type Quote = Extract<QuoteBasketMutation['quoteBasket'], { __typename: 'QuoteBasketSuccess' }>['quote'];

/** A basket that is held. */
export type Held = Extract<HoldBasketMutation['holdBasket'], { __typename: 'HoldBasketSuccess' }>['booking'];

/** Five kinds in one basket: priced, held whole, and refused to the next customer. */
export async function take(step: RunStep, { customer, rival }: Cast, choice: Choice): Promise<Held> {
  const quote = await step('quote with every charge', async (tell) => {
    const priceList = await quoteBasket(customer, linesOf(choice));
    checkSums(priceList);
    for (const line of priceList.lines) tell(`${line.quantity} × ${line.bookable.title}: ${chargesOf(line)}`);
    tell(`together ${priced(priceList.total)}`);
    return priceList;
  });
  // Asked for before the customer takes it, as two people in front of two screens do.
  const rivalQuote = await step('the second customer wants the same car and seat', (tell) => {
    tell('quoted, not held');
    return quoteBasket(rival, linesOf(choice).slice(0, 2));
  });
  const held = await step('hold all lines or none', async (tell) => {
    const booking = await holdQuote(customer, quote.id);
    const left = Date.parse(booking.holdExpiresAt ?? '') - Date.now();
    expectThat(left > 0, 'The hold has no time left.');
    tell(`${booking.locator}, ${booking.lines.length} lines, ${Math.round(left / 1_000)} s to pay`);
    return booking;
  });
  await step('the second customer is refused, with alternatives', async (tell) => {
    const input = { quoteId: rivalQuote.id, idempotencyKey: randomUUID() };
    const { holdBasket } = await rival.ask(HoldBasketDocument, { input });
    const { lines, message } = expectOutcome(holdBasket, 'Unavailable');
    expectThat(lines.length === 2, `${lines.length} lines were refused, not the car and the seat.`);
    expectThat(
      lines.some(({ alternatives }) => alternatives.length > 0),
      'There are no alternatives.',
    );
    tell(message);
    for (const line of lines) tell(`${line.bookable.title}: ${line.alternatives.length} alternatives`);
  });
  return held;
}

function linesOf({ car, flight, seat, workshop, bike, childSeat }: Choice): QuoteLineInput[] {
  return [
    { offerId: car.id, quantity: 1 },
    { offerId: flight.id, quantity: 1, seat },
    { offerId: workshop.id, quantity: 1 },
    { offerId: bike.id, quantity: 1 },
    { offerId: childSeat.id, quantity: 2 },
  ];
}

/** Prices lines, or rejects with the refusal. */
export async function quoteBasket(graph: Graph, lines: QuoteLineInput[]): Promise<Quote> {
  const { quoteBasket } = await graph.ask(QuoteBasketDocument, { input: { lines } });
  return expectOutcome(quoteBasket, 'QuoteBasketSuccess').quote;
}

/** Holds a quote, or rejects with the refusal. */
export async function holdQuote(graph: Graph, quoteId: string): Promise<Held> {
  const { holdBasket } = await graph.ask(HoldBasketDocument, { input: { quoteId, idempotencyKey: randomUUID() } });
  return expectOutcome(holdBasket, 'HoldBasketSuccess').booking;
}

function chargesOf({ charges }: Quote['lines'][number]): string {
  return charges.map(({ title, amount, rule }) => `${title} ${priced(amount)} (${rule})`).join(' + ');
}

function checkSums({ lines, total }: Quote): void {
  const sum = (amounts: readonly { amountMinor: string }[]) =>
    amounts.reduce((all, { amountMinor }) => all + BigInt(amountMinor), 0n);
  for (const line of lines) {
    const charged = sum(line.charges.map(({ amount }) => amount));
    expectThat(charged === BigInt(line.total.amountMinor), `The charges of ${line.bookable.title} do not add up.`);
  }
  expectThat(sum(lines.map((line) => line.total)) === BigInt(total.amountMinor), 'The lines do not add up.');
}
