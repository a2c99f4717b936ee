import { timestampFromDate, timestampNow } from '@bufbuild/protobuf/wkt';
import { idempotent } from '@fleetgraph/kit/database/idempotency';
import { sqlOne } from '@fleetgraph/kit/database/sql';
import { record, recordAll } from '@fleetgraph/kit/events/record';
import { requireViewer } from '@fleetgraph/kit/graphql/context';
import { BookingHeldSchema, HoldRefusedSchema } from '@fleetgraph/schema/events/bookings_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { BookingsContext } from '../../context.js';
import { unavailable } from '../../offer/alternatives/refuse-unavailable.js';
import { type QuotedLine, termsOfLine } from '../../quote/quoted-line.js';
import { expireDueHolds } from '../expire-holds/expire-holds.js';
import { bookedLine } from '../model/booked-line.js';
import { BookableKind } from '../model/line-state.js';
import { BookingLimitReached, PartnerReferenceTaken, QuoteExpired } from './hold-basket.errors.js';
import type { HoldBasketInput } from './hold-basket.input.js';
import { type InsertedBooking, insertBooking } from './insert-booking.js';
import { type HoldableQuote, loadQuote } from './load-quote.js';
import { type Taking, takeLines } from './take-lines.js';

/** Thrown once when something is taken only by a hold that has run out: it is swept, then everything is tried again. */
class DueHoldInTheWay extends Error {}

/** Takes every line of a quote, or none, for some minutes. Answers the booking's id. */
export async function holdBasket(context: BookingsContext, input: HoldBasketInput): Promise<string> {
  try {
    return await holdOnce(context, input, { maySweep: true });
  } catch (error) {
    if (!(error instanceof DueHoldInTheWay)) throw error;
    // In a transaction of its own: releasing inside the taking would break the order in which stock is locked.
    await expireDueHolds(context.em);
    return holdOnce(context, input, { maySweep: false });
  }
}

async function holdOnce(
  context: BookingsContext,
  input: HoldBasketInput,
  { maySweep }: { maySweep: boolean },
): Promise<string> {
  const viewer = requireViewer(context);
  const { idempotencyKey: key, ...request } = input;
  let lost: readonly QuotedLine[] = [];
  const refuse = async (tx: EntityManager, quote: HoldableQuote, lines: readonly QuotedLine[]): Promise<never> => {
    if (maySweep && quote.has_due_holds) throw new DueHoldInTheWay();
    lost = lines;
    throw await unavailable(tx, context.offers, lines.map(termsOfLine));
  };
  return idempotent(
    context.em,
    { viewer, operation: 'holdBasket', key, input: request },
    {
      // Most losers of a rush are told here, before anything is written.
      look: async (tx) => {
        const quote = await loadQuote(tx, input.quoteId, viewer.subject);
        if (!quote?.stands) throw new QuoteExpired(input.quoteId);
        if (quote.held_as) return quote;
        if (viewer.kind === 'user') checkLimits(context, quote);
        const taken = quote.lines.filter((_, position) => quote.lost_positions.includes(position));
        return taken.length > 0 ? refuse(tx, quote, taken) : quote;
      },
      // Among those who saw everything free, the taking decides.
      work: async (tx, quote) => {
        if (quote.held_as) return quote.held_as;
        const booking = await insertUnderQuote(tx, context, { quote, input });
        if (typeof booking === 'string') return booking;
        const taking = await takeLines(
          tx,
          booking.lines.map((line, i) => ({ id: line.id, seat: line.seat, demands: quote.lines[i]?.demands ?? [] })),
        );
        if (taking.lost) {
          const isLost = (_: QuotedLine, i: number) => taking.lost.includes(booking.lines[i]?.id ?? '');
          return refuse(tx, quote, quote.lines.filter(isLost));
        }
        await announce(tx, context, { quote, booking, taking });
        return booking.id;
      },
      whenRefused: (tx) => recordRefusal(tx, context, lost),
    },
  );
}

/** A courtesy to others, not an invariant: two requests at once may both pass. */
function checkLimits({ settings }: BookingsContext, quote: HoldableQuote): void {
  const { maxActiveHolds, maxBikeReservations } = settings;
  if (quote.active_holds >= maxActiveHolds) throw new BookingLimitReached('unpaid bookings', maxActiveHolds);
  const bikes = quote.lines.filter(({ kind }) => kind === BookableKind.BIKE).length;
  if (bikes > 0 && quote.held_bikes + bikes > maxBikeReservations) {
    throw new BookingLimitReached('unpaid bike reservations', maxBikeReservations);
  }
}

const MOST_LOCATORS = 5;

/** Writes the booking, or answers the id under which another tab holds this quote at this moment. */
async function insertUnderQuote(
  tx: EntityManager,
  { viewer, settings }: BookingsContext,
  { quote, input }: { quote: HoldableQuote; input: HoldBasketInput },
): Promise<InsertedBooking | string> {
  const heldBy = viewer?.subject ?? '';
  for (let attempt = 0; attempt < MOST_LOCATORS; attempt++) {
    const booking = await insertBooking(tx, {
      quoteId: input.quoteId,
      customerId: viewer?.kind === 'user' ? viewer.subject : null,
      organisationId: viewer?.organisationId ?? null,
      partnerReference: (viewer?.organisationId && input.partnerReference) || null,
      heldBy,
      currency: quote.currency,
      totalMinor: quote.total_minor,
      lines: quote.lines,
      bookedAt: quote.now,
      holdMinutes: settings.holdMinutes,
      // The end of a hold that is hardly longer than its warning is announced at half time.
      warningMinutes: Math.min(settings.holdWarningMinutes, settings.holdMinutes / 2),
    });
    if (booking) return booking;
    const other = await sqlOne<{ id: string }>(
      tx,
      `select id from booking where quote_id = $1 and held_by = $2 and hold_state = 'ACTIVE'`,
      [input.quoteId, heldBy],
    );
    if (other) return other.id;
    await refuseTakenReference(tx, viewer?.organisationId, input.partnerReference);
  }
  throw new Error('no free locator was drawn');
}

async function refuseTakenReference(
  tx: EntityManager,
  organisationId: string | undefined,
  reference: string | null | undefined,
): Promise<void> {
  if (!organisationId || !reference) return;
  const other = await sqlOne(
    tx,
    `select 1 from booking where organisation_id = $1 and partner_reference = $2 and hold_state in ('ACTIVE', 'CONSUMED')`,
    [organisationId, reference],
  );
  if (other) throw new PartnerReferenceTaken(reference);
}

interface Held {
  readonly quote: HoldableQuote;
  readonly booking: InsertedBooking;
  readonly taking: Exclude<Taking, { lost: readonly string[] }>;
}

async function announce(
  tx: EntityManager,
  { viewer }: BookingsContext,
  { quote, booking, taking }: Held,
): Promise<void> {
  await record(tx, BookingHeldSchema, {
    key: booking.id,
    payload: {
      bookingId: booking.id,
      locator: booking.locator,
      customerId: viewer?.kind === 'user' ? viewer.subject : '',
      organisationId: viewer?.organisationId ?? '',
      lines: booking.lines.map((line) =>
        bookedLine({ ...line, seat: taking.seatOf.get(line.id) ?? line.seat }, taking.unitsOf.get(line.id) ?? []),
      ),
      total: { amountMinor: quote.total_minor, currency: quote.currency },
      holdExpiresAt: timestampFromDate(booking.holdExpiresAt),
      sequence: 1,
    },
  });
}

/** Tells analytics what was wanted in vain. */
async function recordRefusal(
  tx: EntityManager,
  { viewer }: BookingsContext,
  lost: readonly QuotedLine[],
): Promise<void> {
  if (lost.length === 0) return;
  const events = lost.map(({ bookableId, kind, locationId }) => ({
    key: bookableId,
    payload: { bookableId, kind, locationId, at: timestampNow(), organisationId: viewer?.organisationId ?? '' },
  }));
  await recordAll(tx, HoldRefusedSchema, events);
}
