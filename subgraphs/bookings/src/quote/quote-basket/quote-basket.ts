import { sqlAll, sqlOne } from '@fleetgraph/kit/database/sql';
import { FieldFault, InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { Money } from '@fleetgraph/kit/graphql/money.type';
import type { EntityManager } from '@mikro-orm/postgresql';
import { minutesOf, ratePlanOf } from '../../catalogue/catalogue-row.js';
import type { BookingsContext } from '../../context.js';
import { unavailable } from '../../offer/alternatives/refuse-unavailable.js';
import { priceTerms } from '../../offer/price-offer.js';
import { NotPriceable, type PricedPart, sumOf } from '../../pricing/charge.js';
import { chargesWithTax } from '../../pricing/tax.js';
import { cancellationOf } from '../cancellation-of-line.js';
import { demandsOf } from '../demand.js';
import { QuoteLineType, type QuoteType } from '../quote.type.js';
import { type QuotedLine, storeCharge, termsOfLine } from '../quoted-line.js';
import type { QuoteBasketInput } from './quote-basket.input.js';
import { type BasketLine, readBasket } from './read-basket.js';

/** Prices a basket by the plans as they are now, and keeps the price for a while. Takes nothing. */
export async function quoteBasket(context: BookingsContext, input: QuoteBasketInput): Promise<QuoteType> {
  const { em, offers } = context;
  const basket = await readBasket(context, input.lines);
  const currency = oneCurrency(basket, input.currency ?? undefined);
  const lines = priceBasket(basket, currency);
  const lost = await findLost(em, lines);
  if (lost.length > 0) throw await unavailable(em, offers, lost.map(termsOfLine));
  return saveQuote(context, lines, currency);
}

function oneCurrency(basket: readonly BasketLine[], expected: string | undefined): string {
  const currencies = [...new Set(basket.map(({ row }) => ratePlanOf(row).currency))];
  const [currency = '', ...others] = currencies;
  if (others.length > 0) {
    const message = `A basket is paid in one currency; these lines are in ${currencies.join(' and ')}. Book them apart.`;
    throw new InputInvalid([new FieldFault('lines', message)]);
  }
  if (expected !== undefined && expected !== currency) {
    throw new InputInvalid([new FieldFault('currency', `This basket is priced in ${currency}.`)]);
  }
  return currency;
}

function priceBasket(basket: readonly BasketLine[], currency: string): QuotedLine[] {
  const priced = basket.map((line, index) => ({ line, plan: ratePlanOf(line.row), parts: priceLine(line, index) }));
  const charges = chargesWithTax(
    priced.map(({ plan, parts }) => ({ parts, taxCategory: plan.taxCategory, taxRateBps: plan.taxRateBps })),
  );
  return priced.map(({ line, plan, parts }, index) => ({
    kind: line.terms.kind,
    bookableId: line.terms.bookableId,
    title: line.row.title,
    quantity: line.quantity,
    cabinClass: line.terms.cabinClass,
    seat: line.terms.seat,
    startsAt: line.terms.from?.toISOString() ?? null,
    endsAt: line.terms.to?.toISOString() ?? null,
    timeZone: line.terms.timeZone,
    endsTimeZone: line.terms.endsTimeZone,
    locationId: line.terms.locationId,
    returnLocationId: line.terms.returnLocationId,
    customerVehicleId: line.customerVehicleId,
    turnaroundMinutes: minutesOf(line.row, 'turnaroundMinutes'),
    grossMinor: sumOf(parts).toString(),
    currency,
    taxCategory: plan.taxCategory,
    taxRateBps: plan.taxRateBps,
    charges: (charges[index] ?? []).map(storeCharge),
    dayMinor: (plan.day?.perDay?.amountMinor ?? 0n).toString(),
    reservationMinuteMinor: (plan.usage?.reservationPerMinute?.amountMinor ?? 0n).toString(),
    demands: demandsOf(line.row, line.terms, line.quantity),
  }));
}

function priceLine({ row, terms, quantity, extras, seatFeatures }: BasketLine, index: number): PricedPart[] {
  try {
    return priceTerms(row, terms, { quantity, extras, seatFeatures });
  } catch (error) {
    if (error instanceof NotPriceable) throw new InputInvalid([new FieldFault(`lines.${index}`, error.message)]);
    throw error;
  }
}

/** Lines of which nothing is free any more: a courtesy, holdBasket has the last word. */
async function findLost(em: EntityManager, lines: readonly QuotedLine[]): Promise<QuotedLine[]> {
  const demands = lines.flatMap(({ demands }, line) => demands.map((demand) => ({ ...demand, line })));
  const rows = await sqlAll<{ line: number }>(
    em,
    `select distinct (d->>'line')::int as line from jsonb_array_elements($1::jsonb) d
     where not demand_is_free(d) order by 1`,
    [JSON.stringify(demands)],
  );
  return rows.flatMap(({ line }) => lines[line] ?? []);
}

async function saveQuote(
  { em, viewer, settings }: BookingsContext,
  lines: QuotedLine[],
  currency: string,
): Promise<QuoteType> {
  const totalMinor = lines.reduce((sum, { grossMinor }) => sum + BigInt(grossMinor), 0n);
  const quote = await sqlOne<{ id: string; created_at: Date; expires_at: Date }>(
    em,
    `insert into quote (subject, currency, total_minor, lines, expires_at)
     values ($1, $2, $3, $4::jsonb, clock_timestamp() + make_interval(secs => $5::double precision * 60))
     returning id, created_at, expires_at`,
    [viewer?.subject ?? null, currency, totalMinor, JSON.stringify(lines), settings.quoteMinutes],
  );
  if (!quote) throw new Error('insert … returning gives one row');
  return {
    id: quote.id,
    lines: lines.map((line) => new QuoteLineType(line, cancellationOf(line, quote.created_at))),
    total: new Money(totalMinor, currency),
    expiresAt: quote.expires_at,
  };
}
