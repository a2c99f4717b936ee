import { Field, ID, InterfaceType, ObjectType, registerEnumType } from 'type-graphql';
import type { BookingLine } from '../model/booking-line.entity.js';
import { BookableKind, BookingState } from '../model/line-state.js';

registerEnumType(BookingState, {
  name: 'BookingState',
  description: 'Where a booking or one of its lines stands.',
  valuesConfig: {
    DRAFT: { description: 'Being put together.' },
    QUOTED: { description: 'Priced, nothing is held.' },
    HELD: { description: 'Taken for some minutes, waiting to be paid.' },
    AWAITING_PAYMENT: { description: 'A payment is in progress; the hold is kept meanwhile.' },
    CONFIRMED: { description: 'Paid; it is yours.' },
    IN_USE: { description: 'Handed over.' },
    COMPLETED: { description: 'Delivered, or returned.' },
    EXPIRED: { description: 'The hold ran out before it was paid.' },
    CANCELLED: { description: 'Cancelled, or let go before paying.' },
    NO_SHOW: { description: 'Paid, but nobody came.' },
    FAILED: { description: 'Could not be delivered.' },
    PARTIALLY_CONFIRMED: { description: 'Lines differ, none is cancelled.' },
    PARTIALLY_CANCELLED: { description: 'Some lines are cancelled.' },
  },
});

const TYPE_OF_KIND: Readonly<Record<BookableKind, string>> = {
  [BookableKind.CAR]: 'CarRental',
  [BookableKind.BIKE]: 'BikeRide',
  [BookableKind.FLIGHT]: 'FlightSeat',
  [BookableKind.WORKSHOP]: 'WorkshopAppointment',
  [BookableKind.PRODUCT]: 'ShopOrder',
};

/** One thing in a booking. The entity BookingLine stands behind every kind. */
@InterfaceType('BookingLine', {
  description: 'One thing in a booking, with its own time, price and state.',
  resolveType: ({ kind }: BookingLine) => TYPE_OF_KIND[kind],
})
export abstract class BookingLineType {
  @Field(() => ID, { description: 'Opaque.' })
  readonly id!: string;

  @Field(() => BookingState, { description: 'Where it stands.' })
  readonly state!: BookingState;

  @Field(() => String, { description: 'What was booked, as it was called then.' })
  readonly title!: string;
}

/** A rented car. */
@ObjectType('CarRental', { implements: BookingLineType, description: 'A car of a class, for days.' })
export class CarRentalType extends BookingLineType {}

/** A reserved bike. */
@ObjectType('BikeRide', { implements: BookingLineType, description: 'A bike, for minutes.' })
export class BikeRideType extends BookingLineType {}

/** A seat. */
@ObjectType('FlightSeat', { implements: BookingLineType, description: 'A seat on a flight.' })
export class FlightSeatType extends BookingLineType {}

/** A slot in a workshop. */
@ObjectType('WorkshopAppointment', {
  implements: BookingLineType,
  description: 'A service in a workshop, with bay and technician.',
})
export class WorkshopAppointmentType extends BookingLineType {}

/** Goods. */
@ObjectType('ShopOrder', {
  implements: BookingLineType,
  description: 'Goods, kept at a shop until they are collected.',
})
export class ShopOrderType extends BookingLineType {}
