import { sqlOne } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import { BookableKind } from '../../booking/model/line-state.js';
import { findBikes } from '../find/find-bikes.js';
import { findCars } from '../find/find-cars.js';
import { findFlights } from '../find/find-flights.js';
import { findProducts } from '../find/find-products.js';
import { findSlots } from '../find/find-slots.js';
import { type SupplyPlace, searchPlaces } from '../find/search-places.js';
import { addDays, instantAt, startOfDay } from '../find/wall-clock.js';
import type { PricedOffer } from '../offer-terms.js';
import { cheapestPerFlight, priceFound } from '../price-offer.js';
import type { OfferSearchInput, WindowInput } from './offer-search.input.js';

const FLIGHT_DAYS = 14;
const SLOT_DAYS = 7;

/** All offers of one kind, priced, in no order. */
export async function searchOffers(
  em: EntityManager,
  kind: BookableKind,
  input: OfferSearchInput,
): Promise<PricedOffer[]> {
  const locationId = input.fromLocationId ?? undefined;
  const places = await searchPlaces(em, kind, { locationId, near: input.near ?? undefined });
  if (places.length === 0) return [];
  switch (kind) {
    case BookableKind.CAR:
      return priceFound(await findCars(em, { ...(await carSearch(em, places, input)), text: input.text }));
    case BookableKind.BIKE:
      return priceFound(await findBikes(em, { windows: bikeWindows(places, input.window), text: input.text }));
    case BookableKind.FLIGHT:
      return cheapestPerFlight(priceFound(await searchFlights(em, places, input)));
    case BookableKind.WORKSHOP:
      return priceFound(await findSlots(em, { windows: slotWindows(places, input.window), text: input.text }));
    case BookableKind.PRODUCT:
      return priceFound(await findProducts(em, { locationIds: places.map(({ id }) => id), text: input.text }));
  }
}

async function carSearch(
  em: EntityManager,
  places: readonly SupplyPlace[],
  { window, toLocationId, kinds }: OfferSearchInput,
) {
  const to = window?.to;
  if (!window || !to) return { windows: [] };
  const windows = places.map(({ id, time_zone }) => {
    const timeZone = window.timeZone ?? time_zone;
    return { locationId: id, timeZone: time_zone, from: instantAt(window.from, timeZone), to: instantAt(to, timeZone) };
  });
  const isFlightSearch = kinds.includes(BookableKind.FLIGHT);
  return {
    // A rental cannot begin in the past, nor end before it begins.
    windows: windows.filter(({ from, to }) => from < to && to.getTime() > Date.now()),
    returnTo: toLocationId && !isFlightSearch ? await findReturn(em, toLocationId) : undefined,
  };
}

async function findReturn(em: EntityManager, id: string): Promise<{ id: string; timeZone: string } | undefined> {
  return sqlOne(em, 'select id, time_zone as "timeZone" from place where id = $1', [id]);
}

function bikeWindows(places: readonly SupplyPlace[], window: WindowInput | null | undefined) {
  return places
    .map(({ id, time_zone }) => {
      const timeZone = window?.timeZone ?? time_zone;
      const from = window ? instantAt(window.from, timeZone) : new Date();
      const to = window?.to ? instantAt(window.to, timeZone) : null;
      return { locationId: id, timeZone: time_zone, from, to };
    })
    .filter(({ from, to }) => to === null || from < to);
}

async function searchFlights(em: EntityManager, places: readonly SupplyPlace[], input: OfferSearchInput) {
  const { window, toLocationId, text, travellers } = input;
  // Flights are asked for by day, and each origin has its own midnight.
  const byZone = Map.groupBy(places, ({ time_zone }) => window?.timeZone ?? time_zone);
  const destinationIds = toLocationId ? await destinationsAround(em, toLocationId) : undefined;
  const found = [];
  for (const [timeZone, origins] of byZone) {
    const from = window ? startOfDay(window.from, timeZone) : new Date();
    const to = window ? startOfDay(window.to ?? window.from, timeZone, 1) : addDays(from, FLIGHT_DAYS, timeZone);
    const originIds = origins.map(({ id }) => id);
    found.push(...(await findFlights(em, { originIds, destinationIds, from, to, text, travellers })));
  }
  return found;
}

async function destinationsAround(em: EntityManager, locationId: string): Promise<string[]> {
  const places = await searchPlaces(em, BookableKind.FLIGHT, { locationId });
  return [locationId, ...places.map(({ id }) => id)];
}

function slotWindows(places: readonly SupplyPlace[], window: WindowInput | null | undefined) {
  return places.map(({ id, time_zone, opening_hours }) => {
    const timeZone = window?.timeZone ?? time_zone;
    const from = window ? instantAt(window.from, timeZone) : new Date();
    const to = window ? slotEnd(window, timeZone) : addDays(from, SLOT_DAYS, timeZone);
    return { locationId: id, timeZone: time_zone, openingHours: opening_hours, from, to };
  });
}

const slotEnd = ({ from, to }: WindowInput, timeZone: string) =>
  to ? instantAt(to, timeZone) : startOfDay(from, timeZone, 1);
