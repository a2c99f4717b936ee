import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

import { finance, startTill, type Till } from '../booking/testing/start-till.js';

let till: Till;
beforeAll(async () => {
  till = await startTill();
});
afterAll(() => till.stop());

const LEDGER = 'query ($filter: LedgerFilter) { ledger(first: 5, filter: $filter) { edges { node { effectiveOn } } } }';
const BALANCES = 'query ($on: Date) { balances(on: $on) { account } }';

async function codeOf(document: string, variables: Record<string, unknown>): Promise<unknown> {
  const { errors } = await till.payments.query(document, variables, { as: finance });
  return errors?.[0]?.extensions?.code;
}

describe('the books', () => {
  it.each([
    ['for balances on', BALANCES, { on: '0000-01-01' }],
    ['for entries from', LEDGER, { filter: { from: '0000-01-01' } }],
    ['for entries to', LEDGER, { filter: { to: '0000-12-31' } }],
    ['for entries that end before they begin', LEDGER, { filter: { from: '2026-02-02', to: '2026-02-01' } }],
  ])('refuse, %s, a day that cannot be', async (_what, document, variables) => {
    expect(await codeOf(document, variables)).toBe('BAD_USER_INPUT');
  });

  it('are read from the first day to the last', async () => {
    expect(await codeOf(BALANCES, { on: '9999-12-31' })).toBeUndefined();
    expect(await codeOf(LEDGER, { filter: { from: '0001-01-01', to: '9999-12-31' } })).toBeUndefined();
    expect(await codeOf(LEDGER, { filter: { from: '2026-02-01', to: '2026-02-01' } })).toBeUndefined();
  });
});
