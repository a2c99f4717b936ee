import { randomUUID } from 'node:crypto';
import type { TestViewer } from '@fleetgraph/kit/testing/start-test-subgraph';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestBooking } from '../../booking/testing/held-booking.js';
import { DOCUMENT_SECRET } from '../../booking/testing/start-test-payments.js';
import { customer, finance, startTill, type Till } from '../../booking/testing/start-till.js';
import { documentUrl } from './document-link.js';

const INVOICES = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Booking {
  paid { amountMinor } refunded { amountMinor } payments { id state refunds { id } }
  invoices { id number kind pdfUrl net { amountMinor } tax { amountMinor } gross { amountMinor }
    lines { title gross { amountMinor } tax { amountMinor } } taxes { category rateBps net { amountMinor } tax { amountMinor } } } } } }`;

interface BookingMoney {
  readonly paid: { readonly amountMinor: string } | null;
  readonly payments: readonly { readonly id: string }[] | null;
  readonly invoices:
    | readonly { readonly id: string; readonly number: string; readonly pdfUrl: string; readonly kind: string }[]
    | null;
}

let till: Till;
let booking: TestBooking;
beforeAll(async () => {
  till = await startTill();
  booking = await till.hold({ organisationId: randomUUID() });
  await till.buy(booking);
});
afterAll(() => till.stop());

async function moneyFor(as: TestViewer): Promise<BookingMoney | undefined> {
  const representations = [{ __typename: 'Booking', id: booking.bookingId }];
  const answer = await till.payments.query<{ _entities: BookingMoney[] }>(INVOICES, { representations }, { as });
  expect(answer.errors).toBeUndefined();
  return answer.data?._entities[0];
}

const partner = (organisation: string): TestViewer => ({
  subject: randomUUID(),
  kind: 'client',
  organisation,
  scopes: ['bookings:read'],
});

/** The link points at the public origin; in a test this process answers for it. */
const open = (url: string) => fetch(new URL(new URL(url).pathname + new URL(url).search, till.payments.running.url));

describe('the money of a booking', () => {
  it.each<[string, () => TestViewer]>([
    ['its customer', () => customer(booking.customerId)],
    ['people and clients of the partner that booked', () => partner(booking.organisationId)],
    ['finance', () => finance],
  ])('is shown to %s', async (_who, as) => {
    expect(await moneyFor(as())).toMatchObject({
      paid: { amountMinor: '20000' },
      refunded: { amountMinor: '0' },
      payments: [{ state: 'SUCCEEDED', refunds: [] }],
      invoices: [
        {
          kind: 'INVOICE',
          gross: { amountMinor: '20000' },
          tax: { amountMinor: '2439' },
          taxes: [
            { category: 'REDUCED', rateBps: 700, net: { amountMinor: '7477' }, tax: { amountMinor: '523' } },
            { category: 'STANDARD', rateBps: 1900, net: { amountMinor: '10084' }, tax: { amountMinor: '1916' } },
          ],
          lines: [{ tax: { amountMinor: '1916' } }, { tax: { amountMinor: '523' } }],
        },
      ],
    });
  });

  it.each<[string, TestViewer]>([
    ['another customer', customer(randomUUID())],
    ['another partner', partner(randomUUID())],
    [
      'staff without the scope',
      { subject: randomUUID(), roles: ['FLEET_MANAGER'], scopes: ['fleet:read', 'bookings:read'] },
    ],
  ])('looks to %s like that of a booking that does not exist', async (_who, as) => {
    expect(await moneyFor(as)).toEqual({ paid: null, refunded: null, payments: null, invoices: null });
    const owner = await moneyFor(customer(booking.customerId));
    const number = owner?.invoices?.[0]?.number;
    const id = owner?.payments?.[0]?.id;
    const answer = await till.payments.query(
      `query ($id: ID!, $number: String!, $r: [_Any!]!) { payment(id: $id) { id } invoice(number: $number) { number }
         _entities(representations: $r) { ... on Payment { amount { currency } } ... on Invoice { number } } }`,
      {
        id,
        number,
        r: [
          { __typename: 'Payment', id },
          { __typename: 'Invoice', id: owner?.invoices?.[0]?.id },
        ],
      },
      { as },
    );
    expect(answer).toEqual({ data: { payment: null, invoice: null, _entities: [null, null] } });
  });

  it('is nothing for a stranger', async () => {
    const answer = await till.payments.query('{ payment(id: "x") { id } }');
    expect(answer.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });
});

describe('the printed invoice', () => {
  const link = async () => (await moneyFor(customer(booking.customerId)))?.invoices?.[0];

  it('opens by its link as a PDF that nobody stores on the way', async () => {
    const invoice = await link();
    expect(invoice?.pdfUrl).toMatch(
      /^https:\/\/fleetgraph\.example\/documents\/invoices\/FG-INV-\d{4}-000001\.pdf\?token=/,
    );
    const answer = await open(invoice?.pdfUrl ?? '');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  });

  it('does not open without a token, with a token of another document, changed or expired', async () => {
    const { number = '', pdfUrl = '' } = (await link()) ?? {};
    const options = { documentSecret: DOCUMENT_SECRET, publicUrl: 'https://fleetgraph.example' };
    const expired = documentUrl(options, number, Date.now() - 16 * 60_000);
    const other = documentUrl(options, 'FG-INV-2020-000001').replace('FG-INV-2020-000001', number);
    const forged = documentUrl({ ...options, documentSecret: 'another secret' }, number);
    const bare = pdfUrl.split('?')[0] ?? '';
    const prolonged = pdfUrl.replace(/token=(\d+)/, (_, expiresAt) => `token=${Number(expiresAt) + 60}`);
    const missing = documentUrl(options, 'FG-INV-2020-000001');
    for (const url of [expired, other, forged, bare, prolonged, missing]) {
      const answer = await open(url);
      expect([url, answer.status]).toEqual([url, 404]);
    }
  });

  it('cannot be changed once it is issued', async () => {
    await expect(till.payments.sql('update invoice set gross_minor = 1, net_minor = 1, tax_minor = 0')).rejects.toThrow(
      /append-only/,
    );
    await expect(till.payments.sql('delete from invoice_line')).rejects.toThrow(/append-only/);
  });
});

describe('the ledger in the graph', () => {
  const LEDGER = `query ($first: Int!, $after: String, $filter: LedgerFilter) { ledger(first: $first, after: $after, filter: $filter) {
    edges { cursor node { event booking { id } postings { account debit { amountMinor } credit { amountMinor } } } } pageInfo { hasNextPage endCursor } }
    balances { account balance { amountMinor currency } } }`;
  interface Ledger {
    readonly ledger: {
      readonly edges: readonly { readonly node: { readonly event: string } }[];
      readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
    };
    readonly balances: readonly { readonly balance: { readonly amountMinor: string } }[];
  }

  it('pages through entries, newest first, and its balances sum to zero', async () => {
    const second = await till.hold({ prices: [500n] });
    await till.buy(second);
    const page = async (after?: string, filter?: object) =>
      (await till.payments.query<Ledger>(LEDGER, { first: 1, after, filter }, { as: finance })).data;
    const newest = await page();
    expect(newest?.ledger.edges).toMatchObject([
      {
        node: {
          event: 'payment_captured',
          booking: { id: second.bookingId },
          postings: [
            { account: 'gateway_clearing', debit: { amountMinor: '500' }, credit: null },
            { account: 'customer_advances', debit: null, credit: { amountMinor: '500' } },
          ],
        },
      },
    ]);
    const older = await page(newest?.ledger.pageInfo.endCursor);
    expect(older?.ledger).toMatchObject({
      edges: [{ node: { booking: { id: booking.bookingId } } }],
      pageInfo: { hasNextPage: false },
    });
    const filtered = await page(undefined, {
      bookingId: booking.bookingId,
      account: 'gateway_clearing',
      from: '2020-01-01',
    });
    expect(filtered?.ledger.edges).toHaveLength(1);
    const total = newest?.balances.reduce((sum, { balance }) => sum + BigInt(balance.amountMinor), 0n);
    expect(total).toBe(0n);
  });

  it('is closed to customers', async () => {
    const answer = await till.payments.query(LEDGER, { first: 1 }, { as: customer(booking.customerId) });
    expect(answer.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });
});
