import { sqlAll } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Temporal } from 'temporal-polyfill';
import { BookableKind } from '../../booking/model/line-state.js';
import { type CatalogueRow, minutesOf } from '../../catalogue/catalogue-row.js';
import { type FoundOffer, type PlaceWindow, titlePatterns } from './found-offer.js';
import { openSpans } from './opening-hours.js';

/** What to look for among workshop services: starts inside the window. */
export interface SlotSearch {
  readonly windows: readonly (PlaceWindow & { readonly openingHours: string })[];
  readonly text?: string | null | undefined;
  readonly bookableId?: string | undefined;
}

interface Slot {
  readonly row: CatalogueRow;
  readonly window: PlaceWindow;
  readonly startsAt: Date;
}

const STEP_MINUTES = 30;
const MOST_SLOTS_PER_SERVICE = 48;
const MINUTE_MS = 60_000;

/** Slots in which a bay with the capability and a technician with the skill are both free. */
export async function findSlots(em: EntityManager, search: SlotSearch): Promise<FoundOffer[]> {
  const services = await sqlAll<CatalogueRow & { location_id: string }>(
    em,
    `select id, kind, title, rate_plan, details, location_id from bookable
     where kind = 'WORKSHOP' and is_active and location_id = any ($1) and title ilike all ($2::text[])
       and ($3::text is null or id = $3)
     order by id`,
    [search.windows.map(({ locationId }) => locationId), titlePatterns(search.text), search.bookableId ?? null],
  );
  const slots = services.flatMap(({ location_id, ...row }) =>
    search.windows.filter(({ locationId }) => locationId === location_id).flatMap((window) => slotsOf(row, window)),
  );
  const unitsLeft = await freeUnits(em, slots);
  return slots.flatMap((slot, i) => ((unitsLeft[i] ?? 0) > 0 ? foundSlot(slot, unitsLeft[i] ?? 0) : []));
}

/** Starts every half hour while the place is open for the whole job, not before the notice that the service needs. */
function slotsOf(row: CatalogueRow, window: PlaceWindow & { openingHours: string }): Slot[] {
  const duration = minutesOf(row, 'durationMinutes');
  const earliest = Math.max(window.from.getTime(), Date.now() + minutesOf(row, 'minimumNoticeMinutes') * MINUTE_MS);
  const slots: Slot[] = [];
  const first = Temporal.Instant.fromEpochMilliseconds(earliest).toZonedDateTimeISO(window.timeZone).toPlainDate();
  for (let day = first; slots.length < MOST_SLOTS_PER_SERVICE; day = day.add({ days: 1 })) {
    const midnight = day.toZonedDateTime(window.timeZone);
    if (midnight.epochMilliseconds >= window.to.getTime()) break;
    for (const { fromMinute, toMinute } of openSpans(window.openingHours, day.dayOfWeek)) {
      for (let minute = fromMinute; minute + duration <= toMinute; minute += STEP_MINUTES) {
        const local = day.toPlainDateTime({ hour: Math.floor(minute / 60), minute: minute % 60 });
        const startsAt = new Date(local.toZonedDateTime(window.timeZone).epochMilliseconds);
        if (startsAt.getTime() >= earliest && startsAt < window.to) slots.push({ row, window, startsAt });
      }
    }
  }
  return slots.slice(0, MOST_SLOTS_PER_SERVICE);
}

async function freeUnits(em: EntityManager, slots: readonly Slot[]): Promise<number[]> {
  if (slots.length === 0) return [];
  const rows = await sqlAll<{ units_left: number }>(
    em,
    `select least(bays.free, technicians.free)::int as units_left
     from unnest($1::text[], $2::timestamptz[]) with ordinality s (bookable_id, starts_at, n)
     join bookable b on b.id = s.bookable_id
     cross join lateral (select tstzrange(
       s.starts_at - make_interval(mins => (b.details->>'bufferBeforeMinutes')::int),
       s.starts_at + make_interval(mins => (b.details->>'durationMinutes')::int + (b.details->>'bufferAfterMinutes')::int)) as period) p
     cross join lateral (select count(*) as free from free_units(p.period, null) u
       where u.kind = 'BAY' and u.location_id = b.location_id
         and (b.details->>'bayCapability' = '' or b.details->>'bayCapability' = any (u.capabilities))) bays
     cross join lateral (select count(*) as free from free_units(p.period, null) u
       where u.kind = 'TECHNICIAN' and u.location_id = b.location_id
         and (b.details->>'skill' = '' or b.details->>'skill' = any (u.capabilities))) technicians
     order by s.n`,
    [slots.map(({ row }) => row.id), slots.map(({ startsAt }) => startsAt)],
  );
  return rows.map(({ units_left }) => units_left);
}

function foundSlot({ row, window, startsAt }: Slot, unitsLeft: number): FoundOffer {
  return {
    row,
    terms: {
      kind: BookableKind.WORKSHOP,
      bookableId: row.id,
      from: startsAt,
      to: new Date(startsAt.getTime() + minutesOf(row, 'durationMinutes') * MINUTE_MS),
      timeZone: window.timeZone,
      endsTimeZone: window.timeZone,
      locationId: window.locationId,
      returnLocationId: window.locationId,
      cabinClass: null,
      seat: null,
    },
    unitsLeft,
    seatFeatures: [],
  };
}
