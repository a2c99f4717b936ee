interface Amount {
  amountMinor: string | number;
}

interface TripMoney {
  state: string;
  lines: readonly { refund: Amount | null }[];
  refunded: Amount | null;
  payments: readonly { refunds: readonly { state: string }[] }[] | null;
  invoices: readonly unknown[] | null;
}

const PAID: readonly string[] = ['CONFIRMED', 'IN_USE', 'PARTIALLY_CONFIRMED', 'PARTIALLY_CANCELLED'];
const OPEN: readonly string[] = ['REQUESTED', 'PENDING'];

/** Whether money or its document is still on the way: a booking does not change when it arrives, so the page asks. */
export function moneyMoves({ state, lines, refunded, payments, invoices }: TripMoney): boolean {
  if (payments === null || invoices === null) return false;
  if (PAID.includes(state) && invoices.length === 0) return true;
  const promised = lines.reduce((sum, { refund }) => sum + BigInt(refund?.amountMinor ?? 0), 0n);
  const isShort = BigInt(refunded?.amountMinor ?? 0) < promised;
  return isShort || payments.some(({ refunds }) => refunds.some((refund) => OPEN.includes(refund.state)));
}
