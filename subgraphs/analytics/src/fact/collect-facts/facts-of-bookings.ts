import type { MessageShape } from '@bufbuild/protobuf';
import { timestampDate } from '@bufbuild/protobuf/wkt';
import type {
  BookedLine,
  BookingCancelled,
  BookingConfirmed,
  BookingExpiredSchema,
  BookingHeldSchema,
  HoldRefused,
  OffersSearched,
} from '@fleetgraph/schema/events/bookings_pb';
import { type Fact, orUndefined } from '../fact.js';

/** When and by which event something happened. */
export interface Occurrence {
  readonly id: string;
  readonly time: Date;
}

const person = (event: { customerId: string; bookingId: string }): string =>
  orUndefined(event.customerId) ?? event.bookingId;

/** A booking was confirmed: one booking for each kind and place, and each line. */
export function factsOfConfirmation(event: BookingConfirmed, { time: at }: Occurrence): Fact[] {
  const organisationId = orUndefined(event.organisationId);
  return event.lines.flatMap((line) => {
    const common = { at, value: 1n, person: person(event), organisationId, ...placeOf(line) };
    return [
      { ...common, measure: 'bookings', subject: event.bookingId },
      { ...common, measure: 'lines', subject: line.lineId },
    ];
  });
}

/** Confirmed lines were cancelled. */
export function factsOfCancellation(event: BookingCancelled, { time: at }: Occurrence): Fact[] {
  return event.lines.flatMap(({ line }) =>
    line === undefined
      ? []
      : [
          {
            measure: 'cancellations',
            at,
            value: 1n,
            subject: line.lineId,
            person: person(event),
            organisationId: orUndefined(event.organisationId),
            ...placeOf(line),
          },
        ],
  );
}

type HeldOrExpired = MessageShape<typeof BookingHeldSchema> | MessageShape<typeof BookingExpiredSchema>;

/** A basket was held, or its hold ran out. */
export function factOfHold(event: HeldOrExpired, { time: at }: Occurrence): Fact {
  return {
    measure: event.$typeName === 'fleetgraph.bookings.v1.BookingHeld' ? 'holds' : 'holds-expired',
    at,
    value: 1n,
    subject: event.bookingId,
    person: person(event),
    organisationId: orUndefined(event.organisationId),
  };
}

/** Somebody wanted what was taken. */
export function factOfRefusal(event: HoldRefused, { id, time }: Occurrence): Fact {
  return {
    measure: 'holds-refused',
    at: event.at === undefined ? time : timestampDate(event.at),
    value: 1n,
    subject: id,
    person: id,
    kind: orUndefined(event.kind),
    locationId: orUndefined(event.locationId),
    organisationId: orUndefined(event.organisationId),
  };
}

/** A search for offers: one for each kind that was asked for. */
export function factsOfSearch(event: OffersSearched, { id, time }: Occurrence): Fact[] {
  const at = event.at === undefined ? time : timestampDate(event.at);
  const measures = event.results === 0 ? ['searches', 'searches-without-result'] : ['searches'];
  return event.kinds.flatMap((kind) =>
    measures.map((measure) => ({
      measure,
      at,
      value: 1n,
      subject: id,
      person: id,
      kind,
      locationId: orUndefined(event.locationId),
      organisationId: orUndefined(event.organisationId),
    })),
  );
}

const placeOf = (line: BookedLine) => ({ kind: orUndefined(line.kind), locationId: orUndefined(line.locationId) });
