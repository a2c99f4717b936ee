import { randomUUID } from 'node:crypto';
import { timestampNow } from '@bufbuild/protobuf/wkt';
import { startTestSubgraph, type TestSubgraph, type TestViewer } from '@fleetgraph/kit/testing/start-test-subgraph';
import { until } from '@fleetgraph/kit/testing/until';
import { PaymentAuthorisedSchema, PaymentStartedSchema } from '@fleetgraph/schema/events/payments_pb';
import type { BookingSettings } from '../../config.js';
import { bookingsInvariants } from '../../invariants/invariants.js';
import { startBookings } from '../../main.js';
import { BOOKING, REFUSAL, type SeenBooking, type SeenOffer, type SeenPayload } from './seen.js';
import { TestCatalogue } from './test-catalogue.js';

export type { SeenBooking, SeenOffer, SeenPayload } from './seen.js';

/** Somebody new. */
export const somebody = (): TestViewer => ({ subject: randomUUID() });

/** The operator's desk. */
export const agent: TestViewer = { subject: 'agent', roles: ['AGENT'] };

/** Bookings as customers use them, on a fresh database. */
export class TestShop {
  readonly catalogue: TestCatalogue;

  private constructor(readonly subgraph: TestSubgraph) {
    this.catalogue = new TestCatalogue(subgraph);
  }

  static async open(settings: Partial<BookingSettings> = {}): Promise<TestShop> {
    return new TestShop(await startTestSubgraph((options) => startBookings({ ...options, ...settings })));
  }

  close(): Promise<void> {
    return this.subgraph.stop();
  }

  async offers(
    input: Record<string, unknown>,
    page = { first: 50, after: null as string | null },
  ): Promise<SeenOffer[]> {
    return (await this.offerPage(input, page)).edges.map(({ node }) => node);
  }

  async offerPage(input: Record<string, unknown>, page: { first: number; after: string | null }) {
    const answer = await this.subgraph.query<{
      offers: { edges: { node: SeenOffer }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    }>(
      `query ($input: OfferSearchInput!, $first: Int!, $after: String) { offers(first: $first, after: $after, input: $input) {
        edges { node { id kind bookable { id } seat unitsLeft total { amountMinor } location { id } window { from { local at } to { local } } } }
        pageInfo { hasNextPage endCursor } } }`,
      { input, ...page },
    );
    if (!answer.data) throw new Error(JSON.stringify(answer.errors));
    return answer.data.offers;
  }

  quote(lines: object[], as?: TestViewer, more: object = {}): Promise<SeenPayload> {
    return this.#mutate(
      `mutation ($input: QuoteBasketInput!) { done: quoteBasket(input: $input) { __typename ${REFUSAL} ... on OfferExpired { offerId }
        ... on QuoteBasketSuccess { quote { id expiresAt total { amountMinor } lines { total { amountMinor }
          charges { code rule amount { amountMinor } tax { amountMinor } } cancellation { until { local } refund { amountMinor } } } } } } }`,
      { lines, ...more },
      as,
    );
  }

  async quoteId(lines: object[], as?: TestViewer): Promise<string> {
    const { quote, ...refusal } = await this.quote(lines, as);
    if (!quote) throw new Error(JSON.stringify(refusal));
    return quote.id;
  }

  hold(
    quoteId: string,
    as: TestViewer,
    { idempotencyKey = randomUUID() as string, ...more } = {},
  ): Promise<SeenPayload> {
    return this.#mutate(
      `mutation ($input: HoldBasketInput!) { done: holdBasket(input: $input) { __typename ${REFUSAL} ... on HoldBasketSuccess { booking { ...B } } } } ${BOOKING}`,
      { quoteId, idempotencyKey, ...more },
      as,
    );
  }

  /** Quotes and holds in one go. */
  async book(lines: object[], as: TestViewer): Promise<SeenBooking> {
    const { booking, ...refusal } = await this.hold(await this.quoteId(lines, as), as);
    if (!booking) throw new Error(JSON.stringify(refusal));
    return booking;
  }

  change(
    mutation: 'releaseHold' | 'cancelBooking' | 'checkOutCar' | 'checkInCar' | 'completeLine',
    input: object,
    as: TestViewer,
  ): Promise<SeenPayload> {
    const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`.replace(
      /^(CheckOutCar|CheckInCar|CompleteLine)Input/,
      'HandOverInput',
    );
    const success = type === 'HandOverInput' ? 'HandOverSuccess' : type.replace('Input', 'Success');
    return this.#mutate(
      `mutation ($input: ${type}!) { done: ${mutation}(input: $input) { __typename ... on UserError { code message }
        ... on ${success} { booking { ...B } ${mutation === 'cancelBooking' ? 'refund { amountMinor }' : ''} } } } ${BOOKING}`,
      { idempotencyKey: randomUUID(), ...input },
      as,
    );
  }

  async booking(id: string, as: TestViewer): Promise<SeenBooking | null> {
    const answer = await this.subgraph.query<{ booking: SeenBooking | null }>(
      `query ($id: ID!) { booking(id: $id) { ...B } } ${BOOKING}`,
      { id },
      { as },
    );
    if (answer.errors) throw new Error(JSON.stringify(answer.errors));
    return answer.data?.booking ?? null;
  }

  /** What payments would tell. */
  async startPayment({ id: bookingId, total }: SeenBooking, paymentId: string = randomUUID()): Promise<string> {
    const amount = { amountMinor: BigInt(total.amountMinor), currency: total.currency };
    await this.subgraph.publish(PaymentStartedSchema, { key: bookingId, payload: { paymentId, bookingId, amount } });
    return paymentId;
  }

  async authorise(
    { id: bookingId, total }: SeenBooking,
    paymentId: string = randomUUID(),
    minor = total.amountMinor,
  ): Promise<string> {
    const amount = { amountMinor: BigInt(minor), currency: total.currency };
    await this.subgraph.publish(PaymentAuthorisedSchema, {
      key: bookingId,
      payload: { paymentId, bookingId, amount, at: timestampNow() },
    });
    return paymentId;
  }

  async pay(booking: SeenBooking, as: TestViewer): Promise<SeenBooking> {
    await this.authorise(booking);
    return this.inState(booking.id, 'CONFIRMED', as);
  }

  inState(id: string, state: string, as: TestViewer): Promise<SeenBooking> {
    return until(async () => {
      const booking = await this.booking(id, as);
      return booking?.state === state ? booking : undefined;
    });
  }

  /** Rows that break a rule which must always hold. */
  async broken(): Promise<object[]> {
    const rows = [];
    for (const { id, sql } of bookingsInvariants)
      rows.push(...(await this.subgraph.sql<object>(sql)).map((row) => ({ id, ...row })));
    return rows;
  }

  async #mutate(document: string, input: object, as?: TestViewer): Promise<SeenPayload> {
    const answer = await this.subgraph.query<{ done: SeenPayload }>(document, { input }, as ? { as } : {});
    if (!answer.data?.done) throw new Error(JSON.stringify(answer.errors));
    return answer.data.done;
  }
}

/** `YYYY-MM-DDTHH:mm` of a wall clock some days from today. */
export const wallClock = (days: number, time: string): string =>
  `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T${time}`;
