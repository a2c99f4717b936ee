import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type LedgerEvent, POSTING_RULES, postingsOf } from './posting-rules.js';

const events = Object.keys(POSTING_RULES) as LedgerEvent[];

/** The table of the rules document, with 120.00 of which 20.00 is tax: account → signed minor units. */
const TABLE: Record<LedgerEvent, Record<string, bigint>> = {
  payment_captured: { gateway_clearing: 12000n, customer_advances: -12000n },
  gateway_fee: { gateway_fees: 12000n, gateway_clearing: -12000n },
  payout_received: { bank: 12000n, gateway_clearing: -12000n },
  line_delivered: { customer_advances: 12000n, 'revenue:car': -10000n, tax_payable: -2000n },
  refund_requested: { customer_advances: 12000n, refunds_payable: -12000n },
  recognised_refund_requested: { 'revenue:car': 10000n, tax_payable: 2000n, refunds_payable: -12000n },
  refund_paid: { refunds_payable: 12000n, gateway_clearing: -12000n },
  refund_returned: { gateway_clearing: 12000n, refunds_payable: -12000n },
  deposit_captured: { gateway_clearing: 12000n, 'revenue:car': -10000n, tax_payable: -2000n },
  voucher_sold: { gateway_clearing: 12000n, voucher_liability: -12000n },
  voucher_used: { voucher_liability: 12000n, customer_advances: -12000n },
  dispute_opened: { disputed_funds: 12000n, gateway_clearing: -12000n },
  dispute_lost: { losses: 12000n, disputed_funds: -12000n },
  dispute_won: { gateway_clearing: 12000n, disputed_funds: -12000n },
  partner_commission: { commission_expense: 12000n, partner_payable: -12000n },
  cancellation_fee: { customer_advances: 12000n, 'revenue:car': -10000n, tax_payable: -2000n },
};

describe('posting rules', () => {
  it.each(events)('posts %s as the table says', (event) => {
    const postings = postingsOf(event, { grossMinor: 12_000n, taxMinor: 2_000n }, 'CAR');
    expect(Object.fromEntries(postings.map(({ account, amountMinor }) => [account, amountMinor]))).toEqual(
      TABLE[event],
    );
  });

  it('sums to zero for every event and amount, and never posts nothing', () => {
    const amounts = fc.bigInt({ min: 0n, max: 10n ** 15n });
    fc.assert(
      fc.property(fc.constantFrom(...events), amounts, amounts, (event, first, second) => {
        const [taxMinor, grossMinor] = first < second ? [first, second] : [second, first];
        const postings = postingsOf(event, { grossMinor, taxMinor }, 'CAR');
        expect(postings.reduce((total, { amountMinor }) => total + amountMinor, 0n)).toBe(0n);
        expect(postings.every(({ amountMinor }) => amountMinor !== 0n)).toBe(true);
      }),
    );
  });
});
