/** A promise about the whole database. */
export interface Invariant {
  /** `payments.<number of the rule>.<what>`. */
  readonly id: string;
  readonly title: string;
  /** Every row it answers is a violation. */
  readonly sql: string;
}

/** Rules 4 to 7 of the domain, as far as money's own tables can show them; true at every moment unless the title says when. */
export const invariants: readonly Invariant[] = [
  {
    id: 'payments.4.entries-balance',
    title: 'The postings of each ledger entry sum to zero per currency.',
    sql: `select e.id, p.currency, sum(p.amount_minor) from ledger_entry e left join posting p on p.entry_id = e.id
          group by e.id, p.currency having coalesce(sum(p.amount_minor), 1) <> 0`,
  },
  {
    id: 'payments.4.trial-balance',
    title: 'All accounts together sum to zero per currency.',
    sql: `select currency, sum(amount_minor) from posting group by currency having sum(amount_minor) <> 0`,
  },
  {
    id: 'payments.4.liabilities-not-negative',
    title: 'No booking has more taken out of its advances, or paid out of its refunds, than was put in.',
    sql: `select e.booking_id, p.account, sum(p.amount_minor) from posting p join ledger_entry e on e.id = p.entry_id
          where p.account in ('customer_advances', 'refunds_payable')
          group by e.booking_id, p.account, p.currency having sum(p.amount_minor) > 0`,
  },
  {
    id: 'payments.5.refunds-within-capture',
    title: 'What is given back of a payment is the sum of its refunds and at most what was taken.',
    sql: `select p.id, p.captured_minor, p.refunded_minor, sum(r.amount_minor) from payment p left join refund r on r.payment_id = p.id
          group by p.id having p.refunded_minor > p.captured_minor or coalesce(sum(r.amount_minor), 0) <> p.refunded_minor`,
  },
  {
    id: 'payments.5.capture-posted-once',
    title: 'Every payment that took money has one ledger entry with its amount.',
    sql: `select p.id from payment p left join ledger_entry e on e.business_key = 'payment_captured:' || p.id
            left join posting t on t.entry_id = e.id and t.account = 'gateway_clearing'
          where coalesce(t.amount_minor, 0) <> p.captured_minor`,
  },
  {
    id: 'payments.6.invoice-equals-capture',
    title: 'Invoice minus credit notes is what was taken minus what is given back.',
    sql: `select p.id, p.captured_minor, p.refunded_minor from payment p left join invoice i on i.payment_id = p.id
          where p.state = 'SUCCEEDED' group by p.id
          having coalesce(sum(i.gross_minor) filter (where i.kind = 'INVOICE'), 0) <> p.captured_minor
            or coalesce(sum(i.gross_minor) filter (where i.kind = 'CREDIT_NOTE'), 0) <> p.refunded_minor`,
  },
  {
    id: 'payments.6.documents-add-up',
    title: 'The totals of each document are the sums of its lines and of its taxes.',
    sql: `select i.number from invoice i
          where i.gross_minor <> (select coalesce(sum(gross_minor), 0) from invoice_line where invoice_id = i.id)
            or i.tax_minor <> (select coalesce(sum(tax_minor), 0) from invoice_line where invoice_id = i.id)
            or (i.net_minor, i.tax_minor) <> (select coalesce(sum(net_minor), 0), coalesce(sum(tax_minor), 0)
                                              from invoice_tax where invoice_id = i.id)`,
  },
  {
    id: 'payments.6.numbers-without-gap',
    title: 'Document numbers run from one without gap per legal entity, kind and year.',
    sql: `select legal_entity_code, kind, year from invoice group by legal_entity_code, kind, year
          having min(ordinal) <> 1 or max(ordinal) <> count(*)`,
  },
  {
    id: 'payments.7.confirmed-is-paid',
    title: 'Every confirmed booking has a payment that is authorised or taken.',
    sql: `select b.id from booking b where b.state = 'CONFIRMED' and not exists (
            select 1 from payment p where p.booking_id = b.id and p.state in ('REQUIRES_CAPTURE', 'SUCCEEDED'))`,
  },
  {
    id: 'payments.7.let-go-is-unpaid',
    title: 'Once settled: nothing is kept of a payment whose booking expired, was released, or did not take it.',
    sql: `select p.id, b.state, p.refusal from payment p join booking b on b.id = p.booking_id
          where p.state = 'SUCCEEDED' and (b.state in ('EXPIRED', 'RELEASED') or p.refusal is not null)
            and p.refunded_minor <> p.captured_minor`,
  },
  {
    id: 'payments.7.paid-refund-posted',
    title: 'Every refund that was paid has a ledger entry with its amount.',
    sql: `select r.id from refund r
            left join ledger_entry e on e.business_key = 'refund_paid:' || r.id || ':' || r.attempt
            left join posting t on t.entry_id = e.id and t.account = 'refunds_payable'
          where r.state in ('SUCCEEDED', 'REVERSED') and coalesce(t.amount_minor, 0) <> r.amount_minor`,
  },
];
