import type { MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { sqlAll } from '@fleetgraph/kit/database/sql';
import type { BookedLineSchema } from '@fleetgraph/schema/events/bookings_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { BookingLine } from './booking-line.entity.js';

/** A line as events carry it. */
export type BookedLineShape = MessageInitShape<typeof BookedLineSchema>;

/** What is told of a line; a line that was just taken has it before it is an entity. */
export type LineFacts = Pick<
  BookingLine,
  | 'id'
  | 'kind'
  | 'bookableId'
  | 'title'
  | 'seat'
  | 'quantity'
  | 'startsAt'
  | 'endsAt'
  | 'timeZone'
  | 'locationId'
  | 'returnLocationId'
  | 'customerVehicleId'
  | 'grossMinor'
  | 'currency'
  | 'taxCategory'
  | 'taxRateBps'
  | 'state'
>;

/** A line for an event. */
export function bookedLine(line: LineFacts, unitIds: readonly string[]): BookedLineShape {
  return {
    lineId: line.id,
    bookableId: line.bookableId,
    kind: line.kind,
    title: line.title,
    unitIds: [...unitIds],
    seat: line.seat ?? '',
    quantity: line.quantity,
    ...(line.startsAt && { from: timestampFromDate(line.startsAt) }),
    ...(line.endsAt && { to: timestampFromDate(line.endsAt) }),
    timeZone: line.timeZone,
    locationId: line.locationId,
    returnLocationId: line.returnLocationId,
    customerVehicleId: line.customerVehicleId ?? '',
    gross: { amountMinor: line.grossMinor, currency: line.currency },
    taxCategory: line.taxCategory,
    taxRateBps: line.taxRateBps,
    state: line.state,
  };
}

/** Units that lines have, or had: released ones are told too, so that fleet knows what became free. */
export async function unitsOfLines(em: EntityManager, lineIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await sqlAll<{ line_id: string; unit_ids: string[] }>(
    em,
    `select line_id, array_agg(unit_id order by unit_id) as unit_ids from allocation
     where line_id = any ($1::uuid[]) and unit_id is not null group by line_id`,
    [lineIds],
  );
  return new Map(rows.map(({ line_id, unit_ids }) => [line_id, unit_ids]));
}

/** Lines for an event, with their units. */
export async function bookedLines(em: EntityManager, lines: readonly BookingLine[]): Promise<BookedLineShape[]> {
  const units = await unitsOfLines(
    em,
    lines.map(({ id }) => id),
  );
  return lines.map((line) => bookedLine(line, units.get(line.id) ?? []));
}
