import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StopInOrder } from '@fleetgraph/kit/lifecycle/stop-in-order';
import { signInClient } from '@fleetgraph/local/access/sign-in';
import { CLIENT_IDS } from '@fleetgraph/local/system/demo-accounts';
import { startSystem } from '@fleetgraph/local/system/start-system';
import { Agent, request } from 'undici';
import { atMost, type Figure, median, percentile, ratioTo } from './figure.js';
import { PlainSql } from './plain-sql.js';

const TAKINGS = 200;
const CLIENTS = 32;
const ROUNDS = 3;

/** `holdBasket` through the router beside the same takings in plain SQL, with free cars and with rivals for one. */
export async function measureTaking(): Promise<readonly Figure[]> {
  const parts = new StopInOrder();
  try {
    const folder = await mkdtemp(path.join(tmpdir(), 'fleetgraph-taking-'));
    parts.push(() => rm(folder, { recursive: true, force: true }));
    const system = await startSystem({
      folder,
      placement: 'together',
      // Windows that do not touch reach years ahead.
      settings: { bookings: { mostDaysAhead: 5_000 } },
    });
    parts.push(() => system.stop());
    const token = await signInClient(
      system.issuer,
      { id: CLIENT_IDS.partner, secret: system.secrets.partnerClient },
      'bookings:own',
    );
    const desk = new Desk(`${system.url}/graphql`, token);
    parts.push(() => desk.close());
    const sql = await PlainSql.open(system.postgres.urls.bookings, CLIENTS);
    parts.push(() => sql.close());

    const rounds: { free: Comparison; rivals: Comparison }[] = [];
    await compare(desk, sql, await desk.quotesOfManyWindows(50, 1)); // warm
    for (let round = 0; round < ROUNDS; round++) {
      const free = await compare(desk, sql, await desk.quotesOfManyWindows(TAKINGS, 100 + round * TAKINGS));
      const rivals = await compare(desk, sql, await desk.quotesOfOneWindow(TAKINGS, 1_000 + round));
      rounds.push({ free, rivals });
    }
    return [
      ...figuresOf(
        'free cars',
        rounds.map(({ free }) => free),
      ),
      ...figuresOf(
        'rivals for one class',
        rounds.map(({ rivals }) => rivals),
      ),
    ];
  } finally {
    await parts.stop();
  }
}

interface Comparison {
  readonly perSecond: number;
  readonly sqlPerSecond: number;
  readonly latencies: readonly number[];
}

function figuresOf(name: string, comparisons: readonly Comparison[]): Figure[] {
  return [
    ratioTo(`taking: ${name}, beside plain SQL`, {
      value: median(comparisons.map(({ perSecond }) => perSecond)),
      reference: median(comparisons.map(({ sqlPerSecond }) => sqlPerSecond)),
      unit: '1/s',
      leastRatio: 0.15,
    }),
    atMost(
      `taking: ${name}, p99`,
      percentile(
        comparisons.flatMap(({ latencies }) => latencies),
        0.99,
      ),
      300,
      'ms',
    ),
  ];
}

async function compare(desk: Desk, sql: PlainSql, quotes: readonly string[]): Promise<Comparison> {
  const held: string[] = [];
  const latencies: number[] = [];
  const perSecond = await rateOf(quotes, async (quoteId) => {
    const startedAt = performance.now();
    const bookingId = await desk.hold(quoteId);
    latencies.push(performance.now() - startedAt);
    if (bookingId !== undefined) held.push(bookingId);
  });
  // As many attempts as before: those that won once more, those that lost against what is taken by now.
  const attempts = quotes.map((_, index) => held[index % held.length] ?? '');
  await sql.clear();
  const sqlPerSecond = await rateOf(attempts, (bookingId) => sql.take(bookingId));
  return { perSecond, sqlPerSecond, latencies };
}

/** Works per second, by as many clients at once as the benchmark has. */
async function rateOf<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<number> {
  const waiting = [...items];
  const startedAt = performance.now();
  const client = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return (items.length * 1000) / (performance.now() - startedAt);
}

const OFFERS = `query ($window: WindowInput!, $at: ID!) { offers(first: 1, input: { kinds: [CAR], window: $window, fromLocationId: $at }) { edges { node { id } } } }`;
const QUOTE = `mutation ($offer: ID!) { quoteBasket(input: { lines: [{ offerId: $offer }] }) { ... on QuoteBasketSuccess { quote { id } } ... on UserError { code message } } }`;
const HOLD = `mutation ($quote: ID!, $key: String!) { holdBasket(input: { quoteId: $quote, idempotencyKey: $key }) {
  __typename ... on HoldBasketSuccess { booking { id } } ... on UserError { code message } } }`;

/** A partner's program at the front door. */
class Desk {
  readonly #agent = new Agent({ connections: CLIENTS });

  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** Quotes whose windows do not touch: every hold finds a free car. */
  async quotesOfManyWindows(count: number, firstDay: number): Promise<string[]> {
    const place = await this.#branch();
    const quotes: string[] = [];
    for (let day = 0; day < count; day++) quotes.push(await this.#quote(await this.#offer(place, firstDay + day)));
    return quotes;
  }

  /** Quotes of one window: as many holds succeed as the class has cars. */
  async quotesOfOneWindow(count: number, day: number): Promise<string[]> {
    const offer = await this.#offer(await this.#branch(), day);
    const quotes: string[] = [];
    for (let number = 0; number < count; number++) quotes.push(await this.#quote(offer));
    return quotes;
  }

  /** The booking's id; undefined when somebody else was faster. */
  async hold(quote: string): Promise<string | undefined> {
    const { holdBasket } = await this.#ask<{ holdBasket: { __typename: string; booking?: { id: string } } }>(HOLD, {
      quote,
      key: randomUUID(),
    });
    if (holdBasket.__typename !== 'Unavailable' && holdBasket.booking === undefined) {
      throw new Error(`An unexpected answer: ${JSON.stringify(holdBasket)}`);
    }
    return holdBasket.booking?.id;
  }

  close(): Promise<void> {
    return this.#agent.close();
  }

  async #branch(): Promise<string> {
    const { locations } = await this.#ask<{ locations: { edges: { node: { id: string } }[] } }>(
      '{ locations(first: 1, filter: { kinds: [BRANCH] }) { edges { node { id } } } }',
    );
    return locations.edges[0]?.node.id ?? '';
  }

  async #offer(at: string, day: number): Promise<string> {
    const dateOf = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
    // Two days apart, so that neither the day nor the cleaning after it touches the next window.
    const window = { from: `${dateOf(3 + day * 2)}T10:00`, to: `${dateOf(4 + day * 2)}T10:00` };
    const { offers } = await this.#ask<{ offers: { edges: { node: { id: string } }[] } }>(OFFERS, { window, at });
    const [edge] = offers.edges;
    if (edge === undefined) throw new Error('There is no free car to measure with.');
    return edge.node.id;
  }

  async #quote(offer: string): Promise<string> {
    const { quoteBasket } = await this.#ask<{ quoteBasket: { quote?: { id: string }; message?: string } }>(QUOTE, {
      offer,
    });
    if (quoteBasket.quote === undefined) throw new Error(quoteBasket.message);
    return quoteBasket.quote.id;
  }

  async #ask<Data>(query: string, variables: Record<string, unknown> = {}): Promise<Data> {
    const answer = await request(this.url, {
      dispatcher: this.#agent,
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.token}` },
      body: JSON.stringify({ query, variables }),
    });
    // The shape of the documents above.
    const { data, errors } = (await answer.body.json()) as { data?: Data; errors?: object[] };
    if (data === undefined || errors !== undefined) throw new Error(JSON.stringify(errors));
    return data;
  }
}
