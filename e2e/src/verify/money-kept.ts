import type { Look, Row } from './look.js';

/** What bookings promised to keep of each line that was bought. */
const PROMISED = `select b.id::text as booking, l.id::text as line,
    (l.gross_minor - coalesce(l.refund_minor, 0))::text as kept
  from booking b join booking_line l on l.booking_id = b.id where b.hold_state = 'CONSUMED'`;

/** What staff gave back of each line by hand; refunds of cancellations are payments' own. */
const BY_HAND = `select rl.line_id::text as line, sum(rl.amount_minor)::text as given
  from refund r join refund_line rl on rl.refund_id = r.id where r.reason <> 'CANCELLED' group by rl.line_id`;

/** What was taken of a booking and not given back because of a cancellation. */
const KEPT = `select b.id::text as booking, (p.captured_minor - coalesce((select sum(amount_minor) from refund r
    where r.payment_id = p.id and r.reason = 'CANCELLED'), 0))::text as kept
  from booking b join payment p on p.booking_id = b.id and p.state = 'SUCCEEDED'
  where b.state in ('CONFIRMED', 'CANCELLED') and p.refusal is null`;

/**
 * Bookings whose cancellations gave back something else than was promised. What staff had given back of a line by hand
 * cannot be given back again: of each line at least that much stays out of the cancellation's refund.
 */
export async function wronglyKept(look: Look): Promise<Row[]> {
  const [promised, byHand, kept] = await Promise.all([
    look.sql('bookings', PROMISED),
    look.sql('payments', BY_HAND),
    look.sql('payments', KEPT),
  ]);
  const given = new Map(byHand.map(({ line, given: amount }) => [line, BigInt(String(amount))]));
  const expected = new Map<unknown, bigint>();
  for (const { booking, line, kept: amount } of promised) {
    const ofLine = larger(BigInt(String(amount)), given.get(line) ?? 0n);
    expected.set(booking, (expected.get(booking) ?? 0n) + ofLine);
  }
  const found = new Map(kept.map(({ booking, kept: amount }) => [booking, BigInt(String(amount))]));
  // Cancelled whole before its money was taken: the payment is given up, and nothing is kept on either side.
  return [...new Set([...expected.keys(), ...found.keys()])]
    .map((id) => ({ id, promised: expected.get(id) ?? 0n, kept: found.get(id) ?? 0n }))
    .filter((row) => row.promised !== row.kept)
    .map((row) => ({ id: row.id, promised: String(row.promised), kept: String(row.kept) }));
}

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);
