import { sqlAll } from '@fleetgraph/kit/database/sql';
import { FieldFault, InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import type { EntityManager } from '@mikro-orm/postgresql';
import { BookableKind } from '../../booking/model/line-state.js';
import type { CatalogueRow } from '../../catalogue/catalogue-row.js';
import type { BookingsContext } from '../../context.js';
import type { OfferSigner } from '../../offer/offer-signer.js';
import type { OfferTerms } from '../../offer/offer-terms.js';
import { type AskedLine, checkLines, checkVehicles, MOST_LINES } from './check-lines.js';
import { OfferExpired } from './offer-expired.error.js';
import type { QuoteLineInput } from './quote-basket.input.js';

/** A line of the input with everything that its price needs. */
export interface BasketLine {
  readonly row: CatalogueRow;
  readonly terms: OfferTerms;
  readonly quantity: number;
  readonly extras: readonly string[];
  readonly seatFeatures: readonly string[];
  readonly customerVehicleId: string | null;
}

interface SeatRow {
  readonly flight_id: string;
  readonly designator: string;
  readonly cabin_class: string;
  readonly features: string[];
}

/** Turns the offers of a basket into lines; several of a thing that is taken one by one become several lines. */
export async function readBasket(context: BookingsContext, inputs: readonly QuoteLineInput[]): Promise<BasketLine[]> {
  const { em, offers } = context;
  if (inputs.length === 0 || inputs.length > MOST_LINES) {
    throw new InputInvalid([new FieldFault('lines', `A basket has 1 to ${MOST_LINES} lines.`)]);
  }
  const asked = inputs.map((input) => readOffer(input, offers));
  const rows = await loadRows(em, asked);
  const seats = await loadSeats(em, asked);
  const faults = [...checkLines(asked, (line) => seats.has(seatKey(line))), ...(await checkVehicles(context, asked))];
  if (faults.length > 0) throw new InputInvalid(faults);
  return asked.flatMap((line) => {
    const row = rows.get(line.offer.bookableId);
    if (!row) throw new OfferExpired(line.input.offerId);
    const single = basketLine(line, row, seats.get(seatKey(line)));
    return line.offer.kind === BookableKind.PRODUCT ? single : Array<BasketLine>(line.input.quantity).fill(single);
  });
}

function readOffer(input: QuoteLineInput, offers: OfferSigner): AskedLine {
  const offer = offers.read(input.offerId);
  if (!offer || offer.expiresAt.getTime() <= Date.now()) throw new OfferExpired(input.offerId);
  return { input, offer, seat: input.seat ?? offer.seat };
}

async function loadRows(em: EntityManager, asked: readonly AskedLine[]): Promise<Map<string, CatalogueRow>> {
  const rows = await sqlAll<CatalogueRow>(
    em,
    'select id, kind, title, rate_plan, details from bookable where id = any ($1) and is_active',
    [asked.map(({ offer }) => offer.bookableId)],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

const seatKey = ({ offer, seat }: AskedLine) => `${offer.bookableId} ${seat}`;

async function loadSeats(em: EntityManager, asked: readonly AskedLine[]): Promise<Map<string, SeatRow>> {
  const chosen = asked.filter(({ seat }) => seat !== null);
  if (chosen.length === 0) return new Map();
  const rows = await sqlAll<SeatRow>(
    em,
    `select flight_id, designator, cabin_class, features from seat
     where (flight_id, designator) in (select * from unnest($1::text[], $2::text[]))`,
    [chosen.map(({ offer }) => offer.bookableId), chosen.map(({ seat }) => seat)],
  );
  return new Map(rows.map((row) => [`${row.flight_id} ${row.designator}`, row]));
}

function basketLine({ input, offer, seat }: AskedLine, row: CatalogueRow, seatRow: SeatRow | undefined): BasketLine {
  const { kind, bookableId, from, to, timeZone, endsTimeZone, locationId, returnLocationId } = offer;
  const cabinClass = seatRow?.cabin_class ?? offer.cabinClass;
  return {
    row,
    terms: { kind, bookableId, from, to, timeZone, endsTimeZone, locationId, returnLocationId, cabinClass, seat },
    quantity: kind === BookableKind.PRODUCT ? input.quantity : 1,
    extras: input.extras ?? [],
    seatFeatures: seatRow?.features ?? [],
    customerVehicleId: input.customerVehicleId ?? null,
  };
}
