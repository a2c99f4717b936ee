import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadExample } from '../promises/operations/example.js';
import { type OpenPlanner, openPlanner, wavesOf } from './read-plan.js';

const WEB_OPERATIONS = fileURLToPath(
  new URL('../../../web/src/graphql/__generated__/persisted-operations.json', import.meta.url),
);

interface Registered {
  readonly id: string;
  readonly body: string;
}

const OFFERS = `query ($input: OfferSearchInput!) {
  offers(first: 20, input: $input) {
    edges {
      node {
        total { amountMinor }
        bookable {
          title
          location { name timeZone }
          rating { average count }
          ... on Flight { seatMap { cabins { rows { seats { designator state price { amountMinor currency } } } } } }
        }
      }
    }
  }
}`;

const WHOLE_BOOKING = `subscription ($id: ID!) {
  bookingUpdated(id: $id) {
    sequence
    booking {
      state
      customer { displayName }
      lines { title state ... on CarRental { car { plate } } }
      payments { state captured { amountMinor } refunds { state } }
      invoices { number pdfUrl }
      messages { title state }
    }
  }
}`;

let planner: OpenPlanner;
const plan = (query: string) => planner.plan(query);
beforeAll(async () => {
  planner = await openPlanner();
});
afterAll(() => planner?.close());

describe('plans of the committed supergraph', () => {
  it('exist for every operation that the web app has registered, under the digest of its text', async () => {
    const { operations } = JSON.parse(readFileSync(WEB_OPERATIONS, 'utf8')) as { operations: Registered[] };
    expect(operations.length).toBeGreaterThan(20);
    for (const { id, body } of operations) {
      expect(id).toBe(createHash('sha256').update(body).digest('hex'));
      const { stream, schedule } = await plan(body);
      expect(stream ?? schedule).toBeDefined();
    }
  });

  it('find offers of mixed kinds with place, rating and priced seat map by three calls in sequence', async () => {
    expect(wavesOf((await plan(OFFERS)).schedule)).toEqual([['bookings'], ['fleet'], ['bookings']]);
  });

  it('follow a whole booking by one stream and one call to each other subgraph, all at once', async () => {
    const { stream, schedule } = await plan(WHOLE_BOOKING);
    expect(stream?.subgraph).toBe('bookings');
    expect(wavesOf(schedule)).toEqual([['fleet', 'notifications', 'payments', 'users']]);
  });

  it('go no deeper when places are asked for at several positions', async () => {
    expect(wavesOf((await plan(loadExample('stranger/find-offers').query)).schedule)).toHaveLength(3);
    expect(wavesOf((await plan(loadExample('customer/follow-booking').query)).schedule)).toHaveLength(1);
  });

  it('read everything about me by at most seven calls, three deep', async () => {
    const { schedule } = await plan(loadExample('customer/my-trips').query);
    expect(schedule?.length).toBeLessThanOrEqual(7);
    expect(wavesOf(schedule).length).toBeLessThanOrEqual(3);
  });

  it.each([
    ['customer/find-goods', 3, 2],
    ['customer/follow-booking', 4, 4],
    ['customer/hold-basket', 3, 3],
    ['customer/my-trips', 6, 5],
    ['customer/read-booking', 7, 3],
    ['partner/hold-basket', 3, 3],
    ['stranger/find-offers', 5, 3],
    ['stranger/find-offers-of-cars', 3, 2],
    ['stranger/quote-basket', 3, 3],
    ['agent/cars-of-booking', 2, 2],
  ])('make of %s, for which the planner wants %i fetches, %i calls', async (example, fetches, calls) => {
    const { schedule = [] } = await plan(loadExample(example).query);
    const wanted = schedule.flatMap(({ groups }) => groups.flatMap((group) => group.fetches));
    expect([wanted.length, schedule.length]).toEqual([fetches, calls]);
  });
});
