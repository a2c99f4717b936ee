/** Where value sits. `revenue` stands for one account per kind of line: `revenue:car`, `revenue:fees` … */
export type RuleAccount =
  | 'gateway_clearing'
  | 'bank'
  | 'disputed_funds'
  | 'customer_advances'
  | 'refunds_payable'
  | 'tax_payable'
  | 'voucher_liability'
  | 'partner_payable'
  | 'revenue'
  | 'gateway_fees'
  | 'losses'
  | 'commission_expense';

/** Which part of a business event's amount a posting moves. */
export type AmountPart = 'gross' | 'net' | 'tax';

/** One side of a rule. */
export interface RulePosting {
  readonly side: 'debit' | 'credit';
  readonly account: RuleAccount;
  readonly part: AmountPart;
}

const debit = (account: RuleAccount, part: AmountPart = 'gross'): RulePosting => ({ side: 'debit', account, part });
const credit = (account: RuleAccount, part: AmountPart = 'gross'): RulePosting => ({ side: 'credit', account, part });

/**
 * Every business event that moves money, with its postings; each row sums to zero because gross = net + tax.
 * An authorisation that is only held has no row: it makes no entry.
 */
export const POSTING_RULES = {
  payment_captured: [debit('gateway_clearing'), credit('customer_advances')],
  gateway_fee: [debit('gateway_fees'), credit('gateway_clearing')],
  payout_received: [debit('bank'), credit('gateway_clearing')],
  line_delivered: [debit('customer_advances'), credit('revenue', 'net'), credit('tax_payable', 'tax')],
  refund_requested: [debit('customer_advances'), credit('refunds_payable')],
  recognised_refund_requested: [debit('revenue', 'net'), debit('tax_payable', 'tax'), credit('refunds_payable')],
  refund_paid: [debit('refunds_payable'), credit('gateway_clearing')],
  refund_returned: [debit('gateway_clearing'), credit('refunds_payable')],
  deposit_captured: [debit('gateway_clearing'), credit('revenue', 'net'), credit('tax_payable', 'tax')],
  voucher_sold: [debit('gateway_clearing'), credit('voucher_liability')],
  voucher_used: [debit('voucher_liability'), credit('customer_advances')],
  dispute_opened: [debit('disputed_funds'), credit('gateway_clearing')],
  dispute_lost: [debit('losses'), credit('disputed_funds')],
  dispute_won: [debit('gateway_clearing'), credit('disputed_funds')],
  partner_commission: [debit('commission_expense'), credit('partner_payable')],
  cancellation_fee: [debit('customer_advances'), credit('revenue', 'net'), credit('tax_payable', 'tax')],
} as const satisfies Record<string, readonly RulePosting[]>;

/** Name of a business event in the ledger. */
export type LedgerEvent = keyof typeof POSTING_RULES;

/** The amount of a business event: gross, and the tax inside it. */
export interface PostedAmount {
  readonly grossMinor: bigint;
  readonly taxMinor: bigint;
}

/** One posting to write: positive is a debit, negative a credit. */
export interface NewPosting {
  readonly account: string;
  readonly amountMinor: bigint;
}

/** Turns a rule and an amount into signed postings; what moves nothing is left out. */
export function postingsOf(event: LedgerEvent, amount: PostedAmount, revenueKind?: string): NewPosting[] {
  const parts = { gross: amount.grossMinor, tax: amount.taxMinor, net: amount.grossMinor - amount.taxMinor };
  return POSTING_RULES[event]
    .map(({ side, account, part }: RulePosting) => ({
      account: account === 'revenue' ? revenueAccount(revenueKind) : account,
      amountMinor: side === 'debit' ? parts[part] : -parts[part],
    }))
    .filter(({ amountMinor }) => amountMinor !== 0n);
}

function revenueAccount(kind: string | undefined): string {
  if (!kind) throw new Error('Revenue is posted per kind of line.');
  return `revenue:${kind.toLowerCase()}`;
}
