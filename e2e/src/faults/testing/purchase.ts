import { randomUUID } from 'node:crypto';
import { until } from '@fleetgraph/kit/testing/until';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import {
  type BookableKind,
  CancelBookingDocument,
  FindOffersDocument,
  HoldBasketDocument,
  QuoteBasketDocument,
  StartPaymentDocument,
} from '../../client/__generated__/graphql.js';
import { type CardAnswer, type PaymentKeys, payByCard, TEST_CARDS } from '../../client/card-form.js';
import { expectOutcome } from '../../client/expect-outcome.js';
import type { Graph } from '../../client/graph.js';

const HAMBURG = { latitude: 53.5528, longitude: 10.0067, radiusMeters: 30_000 };
const DAY_MS = 86_400_000;
/** How long a customer tries. */
const PATIENCE_MS = 30_000;

/** One customer's way through a purchase. Each step can be repeated, as a client does whose answer was lost. */
export class Purchase {
  readonly #key = randomUUID();
  #quoteId = '';
  #bookingId: string | undefined;
  #locator = '';
  #total = '';
  #hasPaid = false;

  constructor(
    readonly graph: Graph,
    private readonly day: number,
  ) {}

  get bookingId(): string {
    if (this.#bookingId === undefined) throw new Error('Nothing is held yet.');
    return this.#bookingId;
  }

  get locator(): string {
    return this.#locator;
  }

  /** What it costs, in minor units. */
  get totalMinor(): string {
    return this.#total;
  }

  /** Finds a car and goods and has them priced. */
  async quote(): Promise<void> {
    const dateOf = (offset: number) => new Date(Date.now() + offset * DAY_MS).toISOString().slice(0, 10);
    const window = { from: `${dateOf(this.day)}T10:00`, to: `${dateOf(this.day + 1)}T10:00` };
    const lines = [
      { offerId: await this.#offer('CAR', { window }), quantity: 1 },
      { offerId: await this.#offer('PRODUCT', {}), quantity: 2 },
    ];
    const { quoteBasket } = await this.#ask(QuoteBasketDocument, { input: { lines } });
    this.#quoteId = expectOutcome(quoteBasket, 'QuoteBasketSuccess').quote.id;
  }

  async hold(): Promise<void> {
    if (this.#quoteId === '') await this.quote();
    const input = { quoteId: this.#quoteId, idempotencyKey: this.#key };
    const { holdBasket } = await this.#ask(HoldBasketDocument, { input });
    const { id, locator, total } = expectOutcome(holdBasket, 'HoldBasketSuccess').booking;
    this.#bookingId = id;
    this.#locator = locator;
    this.#total = total.amountMinor;
  }

  async startPayment(): Promise<PaymentKeys> {
    const input = { bookingId: this.bookingId, idempotencyKey: this.#key };
    const { startPayment } = await this.#ask(StartPaymentDocument, { input });
    return expectOutcome(startPayment, 'StartPaymentSuccess');
  }

  /** Enters a card that works; answers what the provider says. */
  async pay(): Promise<CardAnswer> {
    const keys = await this.startPayment();
    const answer = await payByCard(this.graph.origin, keys, TEST_CARDS.works);
    this.#hasPaid = answer.status === 'requires_capture';
    return answer;
  }

  /** Goes on from wherever it was, as the customer would, until the card was accepted. */
  async finish(): Promise<void> {
    if (this.#bookingId === undefined) await this.hold();
    if (!this.#hasPaid) await this.pay();
    if (!this.#hasPaid) throw new Error('The card was not accepted.');
  }

  async cancel(): Promise<void> {
    const input = { bookingId: this.bookingId, idempotencyKey: this.#key };
    const { cancelBooking } = await this.#ask(CancelBookingDocument, { input });
    expectOutcome(cancelBooking, 'CancelBookingSuccess');
  }

  /** Takes an answer of which only details are missing; asks again for as long as the system says that this is safe. */
  #ask<Data extends object, Input extends Record<string, unknown>>(
    document: TypedDocumentNode<Data, Input>,
    variables: Input,
  ): Promise<Data> {
    return until(async () => {
      const { data, errors } = await this.graph.answer(document, variables);
      if (data !== null && Object.values(data).every((field) => field !== null)) return data;
      if (errors.every(({ extensions }) => extensions.retryable === true)) return undefined;
      throw new Error(`The graph could not answer: ${JSON.stringify(errors)}`);
    }, PATIENCE_MS) as Promise<Data>; // data is an object
  }

  /** New things reach the offers by events, so the first customers may have to wait a moment. */
  async #offer(kind: BookableKind, where: { window?: { from: string; to: string } }): Promise<string> {
    const input = { kinds: [kind], near: HAMBURG, ...where };
    const first = async () => (await this.#ask(FindOffersDocument, { input, first: 1 })).offers.edges[0]?.node.id;
    return until(first, PATIENCE_MS);
  }
}
