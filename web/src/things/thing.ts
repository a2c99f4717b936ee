import type { BookableFactsFragment } from '../graphql/__generated__/graphql.js';
import type { Words } from '../words/words-context.js';

/** Anything that can be booked, with the facts that every list and page shows of it. */
export type Thing = BookableFactsFragment;

/** Where the page of a thing is. */
export function pathOf(thing: Thing): string {
  switch (thing.__typename) {
    case 'CarClass':
      return `/car/${thing.id}`;
    case 'Bike':
      return `/bike/${thing.id}`;
    case 'Flight':
      return `/flight/${thing.id}`;
    case 'WorkshopService':
      return `/service/${thing.id}`;
    case 'ProductVariant':
      return `/product/${encodeURIComponent(thing.sku)}`;
  }
}

/** What a person wants to know of a thing at a glance, the thing that matters first. */
export function factsOf(thing: Thing, words: Words): string[] {
  const { t, minutes, number } = words;
  switch (thing.__typename) {
    case 'CarClass':
      return [
        t('thing.seats', { count: thing.seats }),
        t(thing.acriss[2] === 'A' ? 'thing.automatic' : 'thing.manual'),
        t('thing.driverAge', { age: thing.minimumDriverAge }),
      ];
    case 'Bike': {
      const range = thing.rangeMeters === null ? [] : [t('thing.range', { km: number(thing.rangeMeters / 1000) })];
      return [t(`thing.propulsion${thing.propulsion}`), ...range];
    }
    case 'Flight':
      return [
        thing.number.startsWith(thing.carrier) ? thing.number : `${thing.number} · ${thing.carrier}`,
        flightLine(thing, words),
        thing.aircraft,
      ];
    case 'WorkshopService':
      return [t('thing.takes', { time: minutes(thing.durationMinutes) })];
    case 'ProductVariant':
      return [thing.product.brand, t('thing.sku', { sku: thing.sku })].filter((fact) => fact !== null);
  }
}

function flightLine(flight: Extract<Thing, { __typename: 'Flight' }>, { day, clock }: Words): string {
  const end = (place: { code: string | null; name: string }) => place.code ?? place.name;
  const from = `${day(flight.departs)} ${clock(flight.departs)} ${end(flight.origin)}`;
  return `${from} → ${clock(flight.arrives)} ${end(flight.destination)}`;
}
