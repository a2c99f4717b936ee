import type { Booking } from '../model/booking.entity.js';
import type { BookingLine } from '../model/booking-line.entity.js';
import { allowedFrom, BookingState } from '../model/line-state.js';
import type { Actor } from '../model/may-see.js';

/** What one line pays back. */
export interface CancelledShare {
  readonly line: BookingLine;
  readonly refundMinor: bigint;
  readonly feeMinor: bigint;
}

/** What a cancellation pays back in all. */
export interface CancellationShares {
  readonly shares: readonly CancelledShare[];
  readonly refundMinor: bigint;
  readonly feeMinor: bigint;
}

/** Paid lines that can still be cancelled. */
export const cancellableLines = (booking: Booking): BookingLine[] =>
  booking.lines
    .getItems()
    .filter(
      ({ kind, state }) =>
        state === BookingState.CONFIRMED && allowedFrom(kind, state).includes(BookingState.CANCELLED),
    );

/** Lines of a booking by their ids; undefined unless every id is one of them and there is at least one. */
export function linesOf(booking: Booking, lineIds: readonly string[]): BookingLine[] | undefined {
  const ids = new Set(lineIds);
  const lines = booking.lines.getItems().filter(({ id }) => ids.has(id));
  return lines.length > 0 && lines.length === ids.size ? lines : undefined;
}

/** What to say of ids that are not lines of the booking. */
export const NO_SUCH_LINES = 'Name one or more lines of this booking.';

/** Works out refund and fee of lines at an instant; the operator's own cancellation pays everything back (B-26). */
export function cancellationShares(
  lines: readonly BookingLine[],
  { at, actor }: { at: Date; actor: Actor },
): CancellationShares {
  const shares = lines.map((line) => {
    const refundMinor = actor === 'OPERATOR' ? line.grossMinor : line.refundFor(at);
    return { line, refundMinor, feeMinor: line.grossMinor - refundMinor };
  });
  return {
    shares,
    refundMinor: shares.reduce((sum, share) => sum + share.refundMinor, 0n),
    feeMinor: shares.reduce((sum, share) => sum + share.feeMinor, 0n),
  };
}
