import { sqlAll, sqlOne } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import { BookableKind } from '../../booking/model/line-state.js';
import type { CatalogueRow } from '../../catalogue/catalogue-row.js';
import { findBikes } from '../find/find-bikes.js';
import { findCars } from '../find/find-cars.js';
import { findFlights } from '../find/find-flights.js';
import { findProducts } from '../find/find-products.js';
import { findSlots } from '../find/find-slots.js';
import type { FoundOffer } from '../find/found-offer.js';
import { searchPlaces } from '../find/search-places.js';
import { addDays } from '../find/wall-clock.js';
import type { OfferTerms, PricedOffer } from '../offer-terms.js';
import { cheapestPerFlight, priceFound } from '../price-offer.js';

const MOST_ALTERNATIVES = 3;
const DAY_MS = 86_400_000;

/** What is free instead: first what is most alike, at most three. */
export async function findAlternatives(em: EntityManager, lost: OfferTerms): Promise<PricedOffer[]> {
  const found = await findByKind(em, lost);
  return found.filter((offer) => !isSame(offer, lost)).slice(0, MOST_ALTERNATIVES);
}

const isSame = (offer: OfferTerms, lost: OfferTerms) =>
  offer.bookableId === lost.bookableId &&
  offer.from?.getTime() === lost.from?.getTime() &&
  offer.locationId === lost.locationId &&
  offer.seat === lost.seat;

async function findByKind(em: EntityManager, lost: OfferTerms): Promise<PricedOffer[]> {
  switch (lost.kind) {
    case BookableKind.CAR:
      return otherCars(em, lost);
    case BookableKind.BIKE:
      return otherBikes(em, lost);
    case BookableKind.FLIGHT:
      return [...priceFound(await otherSeats(em, lost)), ...(await otherFlights(em, lost))];
    case BookableKind.WORKSHOP:
      return otherSlots(em, lost);
    case BookableKind.PRODUCT:
      return otherProducts(em, lost);
  }
}

/** Other classes at the same time, cheapest first; then the same class on the next days. */
async function otherCars(em: EntityManager, { from, to, ...lost }: OfferTerms): Promise<PricedOffer[]> {
  if (!from || !to) return [];
  const windows = [0, 1, 2, 3].map((days) => ({
    locationId: lost.locationId,
    timeZone: lost.timeZone,
    from: addDays(from, days, lost.timeZone),
    to: addDays(to, days, lost.timeZone),
  }));
  const returnTo = { id: lost.returnLocationId, timeZone: lost.endsTimeZone };
  const offers = priceFound(await findCars(em, { windows, returnTo }));
  const sameTime = offers.filter((offer) => offer.from?.getTime() === from.getTime());
  const sameClass = offers.filter(({ bookableId }) => bookableId === lost.bookableId);
  return [...sameTime.sort(byPrice), ...sameClass.sort(byStart)];
}

/** Bikes of the same station, then of the stations around. */
async function otherBikes(em: EntityManager, { from, to, locationId }: OfferTerms): Promise<PricedOffer[]> {
  if (!from) return [];
  const place = await sqlOne<{ latitude: number; longitude: number }>(
    em,
    'select latitude, longitude from place where id = $1',
    [locationId],
  );
  const near = place && { ...place, radiusMeters: WALKING_METERS };
  const places = (await searchPlaces(em, BookableKind.BIKE, { near })).slice(0, MOST_STATIONS);
  const windows = places.map(({ id, time_zone }) => ({ locationId: id, timeZone: time_zone, from, to }));
  const rank = new Map(places.map(({ id }, index) => [id, index]));
  const offers = priceFound(await findBikes(em, { windows }));
  return offers.sort((a, b) => (rank.get(a.locationId) ?? 0) - (rank.get(b.locationId) ?? 0));
}

const WALKING_METERS = 1_500;
const MOST_STATIONS = 10;

/** Seats of the same cabin on the same flight, those in the same column first. */
async function otherSeats(em: EntityManager, lost: OfferTerms): Promise<FoundOffer[]> {
  const rows = await sqlAll<CatalogueRow & { designator: string; features: string[] }>(
    em,
    `select b.id, b.kind, b.title, b.rate_plan, b.details, f.designator, f.features
     from seats_for(jsonb_build_object('flightId', $1::text, 'cabinClass', $2::text)) f
     join bookable b on b.id = f.flight_id and b.is_active
     where seat_is_free(f.flight_id, f.designator)
     order by right(f.designator, 1) <> right($3, 1), f.designator limit ${MOST_ALTERNATIVES}`,
    [lost.bookableId, lost.cabinClass, lost.seat ?? ''],
  );
  return rows.map(({ designator, features, ...row }) => ({
    row,
    terms: { ...lost, seat: designator },
    unitsLeft: 1,
    seatFeatures: features,
  }));
}

async function otherFlights(em: EntityManager, { from, ...lost }: OfferTerms): Promise<PricedOffer[]> {
  if (!from) return [];
  const found = await findFlights(em, {
    originIds: [lost.locationId],
    destinationIds: [lost.returnLocationId],
    from: new Date(from.getTime() - DAY_MS),
    to: new Date(from.getTime() + 3 * DAY_MS),
  });
  return cheapestPerFlight(priceFound(found))
    .filter(({ bookableId }) => bookableId !== lost.bookableId)
    .sort(byStart);
}

/** The same service at the nearest other times of the coming week. */
async function otherSlots(
  em: EntityManager,
  { from, locationId, timeZone, bookableId }: OfferTerms,
): Promise<PricedOffer[]> {
  if (!from) return [];
  const place = await sqlOne<{ opening_hours: string }>(em, 'select opening_hours from place where id = $1', [
    locationId,
  ]);
  const window = {
    locationId,
    timeZone,
    from,
    to: addDays(from, 7, timeZone),
    openingHours: place?.opening_hours ?? '',
  };
  return priceFound(await findSlots(em, { windows: [window], bookableId })).sort(byStart);
}

/** The same goods elsewhere, then goods alike in the same shop. */
async function otherProducts(em: EntityManager, { bookableId, locationId }: OfferTerms): Promise<PricedOffer[]> {
  const places = await searchPlaces(em, BookableKind.PRODUCT, {});
  const elsewhere = places.map(({ id }) => id).filter((id) => id !== locationId);
  const title = await sqlOne<{ title: string }>(em, 'select title from bookable where id = $1', [bookableId]);
  const alike = await findProducts(em, { locationIds: [locationId], text: title?.title.split(/\s+/)[0] });
  const others = alike.length > 1 ? alike : await findProducts(em, { locationIds: [locationId] });
  return [...priceFound(await findProducts(em, { locationIds: elsewhere, bookableId })), ...priceFound(others)];
}

const byPrice = (a: PricedOffer, b: PricedOffer) =>
  a.totalMinor < b.totalMinor ? -1 : a.totalMinor > b.totalMinor ? 1 : 0;
const byStart = (a: PricedOffer, b: PricedOffer) => (a.from?.getTime() ?? 0) - (b.from?.getTime() ?? 0);
