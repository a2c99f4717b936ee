import { randomUUID } from 'node:crypto';
import { sqlAll } from '@fleetgraph/kit/database/sql';
import { transact } from '@fleetgraph/kit/database/transact';
import type { TestSubgraph } from '@fleetgraph/kit/testing/start-test-subgraph';
import { LedgerEntryPostedSchema } from '@fleetgraph/schema/events/payments_pb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Booking } from '../../booking/booking.entity.js';
import { startTestPayments } from '../../booking/testing/start-test-payments.js';
import { postEntry } from './post-entry.js';

let payments: TestSubgraph;
let booking: Booking;

beforeAll(async () => {
  payments = await startTestPayments();
  booking = await transact(payments.running.runtime.em(), async (tx) =>
    tx.create(Booking, {
      id: randomUUID(),
      locator: 'ABC234',
      customerId: randomUUID(),
      organisationId: null,
      currency: 'EUR',
      totalMinor: 12_000n,
      state: 'HELD',
      holdExpiresAt: null,
      sequence: 1,
    }),
  );
});
afterAll(() => payments.stop());

const post = (subjectId: string) =>
  transact(payments.running.runtime.em(), (tx) =>
    postEntry(tx, { event: 'payment_captured', subjectId, booking, amount: { grossMinor: 12_000n, taxMinor: 0n } }),
  );

const insertEntry = (postings: readonly [string, number, string][]) =>
  transact(payments.running.runtime.em(), async (tx) => {
    const [entry] = await sqlAll<{ id: string }>(
      tx,
      `insert into ledger_entry (event, business_key, effective_on) values ('gateway_fee', $1, current_date) returning id`,
      [randomUUID()],
    );
    for (const [account, amount, currency] of postings) {
      await sqlAll(tx, 'insert into posting (entry_id, account, amount_minor, currency) values ($1, $2, $3, $4)', [
        entry?.id,
        account,
        amount,
        currency,
      ]);
    }
    return entry?.id;
  });

describe('the ledger', () => {
  it('posts a business event once, however often and however much at once it is told', async () => {
    const subjectId = randomUUID();
    await Promise.all(Array.from({ length: 10 }, () => post(subjectId)));

    const entries = await payments.sql('select 1 from ledger_entry where business_key = $1', [
      `payment_captured:${subjectId}`,
    ]);
    expect(entries).toHaveLength(1);
    const told = (await payments.events(LedgerEntryPostedSchema)).filter(({ bookingId }) => bookingId === booking.id);
    expect(told).toHaveLength(1);
    expect(told[0]?.postings.map(({ account, amount }) => [account, amount?.amountMinor])).toEqual([
      ['gateway_clearing', 12_000n],
      ['customer_advances', -12_000n],
    ]);
  });

  it.each([
    [
      'one cent is missing',
      [
        ['bank', 100, 'EUR'],
        ['fees', -99, 'EUR'],
      ],
    ],
    [
      'it balances over two currencies only',
      [
        ['bank', 100, 'EUR'],
        ['fees', -100, 'JPY'],
      ],
    ],
    ['there is one posting only', [['bank', 100, 'EUR']]],
    ['there is no posting', []],
  ] as const)('refuses an entry when %s', async (_why, postings) => {
    await expect(insertEntry(postings as unknown as [string, number, string][])).rejects.toThrow(/sum to zero/);
  });

  it('refuses postings to an entry of an earlier transaction, even when they balance', async () => {
    const id = await insertEntry([
      ['bank', 100, 'EUR'],
      ['fees', -100, 'EUR'],
    ]);
    const late = payments.sql(
      `insert into posting (entry_id, account, amount_minor, currency) values ($1, 'bank', 5, 'EUR'), ($1, 'fees', -5, 'EUR')`,
      [id],
    );
    await expect(late).rejects.toThrow(/its own transaction/);
  });

  it.each([
    'update ledger_entry set event = event',
    'delete from ledger_entry',
    'update posting set amount_minor = 1',
    'delete from posting',
    'truncate posting',
  ])('takes the right to "%s" from the role that runs the service', async (statement) => {
    await expect(payments.sql(statement)).rejects.toThrow(/permission denied/);
  });

  it('refuses changes even to a role that gave itself the right', async () => {
    await payments.sql('grant update, delete, truncate on ledger_entry, posting to current_user');
    try {
      await expect(payments.sql('update posting set amount_minor = amount_minor')).rejects.toThrow(/append-only/);
      await expect(payments.sql('truncate ledger_entry')).rejects.toThrow(/append-only/);
    } finally {
      await payments.sql('revoke update, delete, truncate on ledger_entry, posting from current_user');
    }
  });
});
