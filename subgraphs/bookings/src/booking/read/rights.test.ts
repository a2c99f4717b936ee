import { randomUUID } from 'node:crypto';
import type { TestViewer } from '@fleetgraph/kit/testing/start-test-subgraph';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { agent, type SeenBooking, type SeenOffer, somebody, TestShop, wallClock } from '../testing/test-shop.js';

let shop: TestShop;
let car: SeenOffer;
const customer = somebody();
const stranger = somebody();
const partner: TestViewer = {
  subject: 'partner-client',
  kind: 'client',
  roles: ['PARTNER_CLIENT'],
  organisation: 'org-1',
};
const partnerAdmin: TestViewer = { subject: 'partner-admin', roles: ['PARTNER_ADMIN'], organisation: 'org-1' };
const rival: TestViewer = { subject: 'rival-client', kind: 'client', roles: ['PARTNER_CLIENT'], organisation: 'org-2' };
const technician: TestViewer = { subject: 'technician', roles: ['TECHNICIAN'] };
let own: SeenBooking;
let ofPartner: SeenBooking;

beforeAll(async () => {
  shop = await TestShop.open();
  const branch = await shop.catalogue.place('BRANCH');
  await shop.catalogue.units(20, 'CAR', branch, await shop.catalogue.carClass());
  await shop.catalogue.heard();
  [car] = (await shop.offers({
    kinds: ['CAR'],
    fromLocationId: branch,
    window: { from: wallClock(5, '10:00'), to: wallClock(6, '10:00') },
  })) as [SeenOffer];
  own = await shop.book([{ offerId: car.id }], customer);
  const quoteId = await shop.quoteId([{ offerId: car.id }], partner);
  const held = await shop.hold(quoteId, partner, { partnerReference: 'P-1' } as object);
  ofPartner = held.booking as SeenBooking;
});
afterAll(() => shop.close());

const list = async (as: TestViewer, filter: object = {}) => {
  const answer = await shop.subgraph.query<{ bookings: { totalCount: number; edges: { node: { id: string } }[] } }>(
    'query ($filter: BookingFilter) { bookings(filter: $filter) { totalCount edges { node { id } } } }',
    { filter },
    { as },
  );
  return answer.errors?.[0]?.extensions?.code ?? answer.data?.bookings.edges.map(({ node }) => node.id);
};

describe('who sees a booking', () => {
  it.each([
    ['its customer', customer, true, false],
    ['another customer', stranger, false, false],
    ['the desk', agent, true, true],
    ['a technician', technician, false, false],
    ['the partner', partner, false, true],
    ['the partner’s people', partnerAdmin, false, true],
    ['another partner', rival, false, false],
    ['finance', { subject: 'finance', roles: ['FINANCE'] } as TestViewer, true, true],
    ['an analyst', { subject: 'analyst', roles: ['ANALYST'] } as TestViewer, false, false],
  ])('%s', async (_, viewer, seesOwn, seesPartners) => {
    expect((await shop.booking(own.id, viewer)) !== null).toBe(seesOwn);
    expect((await shop.booking(ofPartner.id, viewer)) !== null).toBe(seesPartners);
    const entities = await shop.subgraph.query<{ _entities: unknown[] }>(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Booking { locator } } }',
      { r: [own, ofPartner].map(({ id }) => ({ __typename: 'Booking', id })) },
      { as: viewer },
    );
    expect(entities.data?._entities.map((entity) => entity !== null)).toEqual([seesOwn, seesPartners]);
  });

  it('is told alike for what is not yours and what is not there', async () => {
    const codes = [];
    for (const id of [own.id, randomUUID(), 'nonsense']) {
      expect(await shop.booking(id, stranger)).toBeNull();
      for (const mutation of ['releaseHold', 'cancelBooking'] as const) {
        codes.push(
          await shop
            .change(mutation, { bookingId: id }, stranger)
            .catch((error: Error) => error.message.replace(/"locations.*?\]/, '')),
        );
      }
    }
    expect(new Set(codes).size).toBe(1);
    expect(codes[0]).toContain('NOT_FOUND');
    expect((await shop.booking(own.id, customer))?.state).toBe('HELD');
  });

  it('needs somebody who signed in', async () => {
    const answer = await shop.subgraph.query('query ($id: ID!) { booking(id: $id) { id } }', { id: own.id });
    expect(answer.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    const unsigned = await shop.subgraph.query(
      'query ($id: ID!) { booking(id: $id) { id } }',
      { id: own.id },
      { as: customer, signed: false },
    );
    expect(unsigned.data).toBeUndefined();
  });
});

describe('the list', () => {
  it('is all for staff, the own for partners, nothing for customers', async () => {
    expect(await list(agent)).toEqual([ofPartner.id, own.id]);
    expect(await list(partner)).toEqual([ofPartner.id]);
    expect(await list(rival)).toEqual([]);
    expect(await list(customer)).toBe('FORBIDDEN');
  });

  it('is narrowed by locator and derived state', async () => {
    expect(await list(agent, { locator: own.locator.toLowerCase() })).toEqual([own.id]);
    expect(await list(agent, { states: ['CONFIRMED'] })).toEqual([]);
    expect(await list(agent, { states: ['HELD', 'CONFIRMED'] })).toEqual([ofPartner.id, own.id]);
  });

  it('of a user is batched, paged and the user’s own', async () => {
    for (let i = 0; i < 2; i++) await shop.book([{ offerId: car.id }], customer);
    const page = (after: string | null) => ({
      r: [
        { __typename: 'User', id: customer.subject },
        { __typename: 'User', id: stranger.subject },
      ],
      after,
    });
    const ask = async (as: TestViewer, after: string | null) => {
      const answer = await shop.subgraph.query<{
        _entities: ({
          bookings: {
            totalCount: number;
            edges: { node: { id: string } }[];
            pageInfo: { hasNextPage: boolean; endCursor: string };
          } | null;
        } | null)[];
      }>(
        `query ($r: [_Any!]!, $after: String) { _entities(representations: $r) { ... on User { bookings(first: 2, after: $after) {
          totalCount edges { node { id } } pageInfo { hasNextPage endCursor } } } } }`,
        page(after),
        { as },
      );
      return answer.data?._entities.map((user) => user?.bookings ?? null);
    };
    const [mine, others] = (await ask(customer, null)) ?? [];
    expect(others).toBeNull();
    expect(mine).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const [rest] = (await ask(customer, mine?.pageInfo.endCursor ?? null)) ?? [];
    expect(rest?.edges.map(({ node }) => node.id)).toEqual([own.id]);
    const [seenByStaff, empty] = (await ask(agent, null)) ?? [];
    expect(seenByStaff?.totalCount).toBe(3);
    expect(empty?.totalCount).toBe(0);
  });
});

describe('a partner', () => {
  it('books without naming a traveller, under a reference of its own', async () => {
    expect(ofPartner).toMatchObject({ customer: null, partnerReference: 'P-1' });
    const quoteId = await shop.quoteId([{ offerId: car.id }], partner);
    expect((await shop.hold(quoteId, partner, { partnerReference: 'P-1' } as object)).__typename).toBe(
      'PartnerReferenceTaken',
    );
    const other = await shop.hold(await shop.quoteId([{ offerId: car.id }], rival), rival, {
      partnerReference: 'P-1',
    } as object);
    expect(other.booking?.partnerReference).toBe('P-1');
  });

  it('changes its own only', async () => {
    await expect(shop.change('releaseHold', { bookingId: ofPartner.id }, rival)).rejects.toThrow('NOT_FOUND');
    expect((await shop.change('releaseHold', { bookingId: ofPartner.id }, partnerAdmin)).booking?.state).toBe(
      'CANCELLED',
    );
  });
});
