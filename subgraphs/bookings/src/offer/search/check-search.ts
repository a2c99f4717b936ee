import { sqlAll } from '@fleetgraph/kit/database/sql';
import { GraphError } from '@fleetgraph/kit/graphql/graph-error';
import { BookableKind } from '../../booking/model/line-state.js';
import type { BookingsContext } from '../../context.js';
import { instantAt, startOfDay } from '../find/wall-clock.js';
import type { NearInput, OfferSearchInput, WindowInput } from './offer-search.input.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** What is shorter is a slip of the hand: a car is washed and charged after each rental, a bike is paid by the minute. */
const SHORTEST_MINUTES: Readonly<Partial<Record<BookableKind, number>>> = {
  [BookableKind.CAR]: 15,
  [BookableKind.BIKE]: 1,
};

/** Where the day ends last: what is past there is past everywhere. */
const LAST_ZONE = 'Etc/GMT+12';

/** Refuses a search that cannot find anything by itself, or only nonsense: an empty list would not tell why. */
export async function checkSearch(
  { em, settings }: Pick<BookingsContext, 'em' | 'settings'>,
  input: OfferSearchInput,
): Promise<void> {
  const { kinds, window, near, travellers, fromLocationId, toLocationId } = input;
  if (kinds.length === 0) refuse('kinds', 'Name one or more kinds.');
  if (travellers != null && travellers < 1) refuse('travellers', 'One or more; null: one.');
  if (near) checkNear(near);
  const places = await sqlAll<{ id: string; time_zone: string }>(
    em,
    'select id, time_zone from place where id in ($1, $2)',
    [fromLocationId ?? null, toLocationId ?? null],
  );
  const placeOf = (name: 'fromLocationId' | 'toLocationId') => {
    const id = input[name];
    return id == null
      ? undefined
      : (places.find((place) => place.id === id) ?? refuse(name, 'There is no such place.'));
  };
  const from = placeOf('fromLocationId');
  placeOf('toLocationId');
  if (window) checkWindow(window, { kinds, settings, zone: window.timeZone ?? from?.time_zone ?? LAST_ZONE });
}

function checkNear({ latitude, longitude, radiusMeters }: NearInput): void {
  if (!(Math.abs(latitude) <= 90)) refuse('near.latitude', 'From -90 to 90 degrees.');
  if (!(Math.abs(longitude) <= 180)) refuse('near.longitude', 'From -180 to 180 degrees.');
  if (radiusMeters < 1) refuse('near.radiusMeters', 'One metre or more.');
}

interface WindowRules {
  readonly kinds: readonly BookableKind[];
  readonly settings: BookingsContext['settings'];
  readonly zone: string;
}

function checkWindow(window: WindowInput, { kinds, settings, zone }: WindowRules): void {
  const from = instantAt(window.from, zone);
  const to = window.to == null ? undefined : instantAt(window.to, zone);
  const now = Date.now();
  if (to !== undefined && to <= from) refuse('window.to', 'A time after window.from.');
  if ((to ?? startOfDay(window.from, zone, 1)).getTime() <= now) {
    refuse(to === undefined ? 'window.from' : 'window.to', 'A time that is not over yet.');
  }
  const { mostDaysAhead, longestWindowDays } = settings;
  if (from.getTime() > now + mostDaysAhead * DAY_MS) refuse('window.from', `At most ${mostDaysAhead} days from today.`);
  if (to === undefined) return;
  const length = to.getTime() - from.getTime();
  if (length > longestWindowDays * DAY_MS) refuse('window.to', `At most ${longestWindowDays} days after window.from.`);
  const shortest = Math.max(0, ...kinds.map((kind) => SHORTEST_MINUTES[kind] ?? 0));
  if (length < shortest * MINUTE_MS) refuse('window.to', `At least ${shortest} minutes after window.from.`);
}

function refuse(name: string, message: string): never {
  throw new GraphError('BAD_USER_INPUT', `input.${name}: ${message}`);
}
