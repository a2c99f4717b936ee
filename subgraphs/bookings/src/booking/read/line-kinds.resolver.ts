import { Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import type { BookingsContext } from '../../context.js';
import { LocationType } from '../../offer/location.type.js';
import { SeatType } from '../../offer/seat/seat.type.js';
import type { BookingLine } from '../model/booking-line.entity.js';
import { CarRentalType, FlightSeatType, ShopOrderType, WorkshopAppointmentType } from './booking-line.types.js';
import { unitsOfLine } from './load-bookings.js';
import { CarType, CustomerVehicleType, MaintenanceJobType } from './neighbour.types.js';

/** What only a rental has. */
@Resolver(() => CarRentalType)
export class CarRentalResolver {
  @FieldResolver(() => CarType, {
    nullable: true,
    description: 'The car that is kept for you; null: none is assigned.',
  })
  async car(@Root() { id }: BookingLine, @Ctx() context: BookingsContext): Promise<CarType | null> {
    const [unitId] = await unitsOfLine(context, id);
    return unitId === undefined ? null : new CarType(unitId);
  }

  @FieldResolver(() => LocationType, { description: 'Where it is picked up.' })
  pickUp(@Root() { locationId }: BookingLine): LocationType {
    return new LocationType(locationId);
  }

  @FieldResolver(() => LocationType, { description: 'Where it is returned.' })
  dropOff(@Root() { returnLocationId }: BookingLine): LocationType {
    return new LocationType(returnLocationId);
  }
}

/** What only a flight has. */
@Resolver(() => FlightSeatType)
export class FlightSeatResolver {
  @FieldResolver(() => SeatType, { nullable: true, description: 'The seat; null: none is assigned.' })
  seat(@Root() { bookableId, seat }: BookingLine): SeatType | null {
    return seat === null ? null : new SeatType(bookableId, seat);
  }
}

/** What only an appointment has. */
@Resolver(() => WorkshopAppointmentType)
export class WorkshopAppointmentResolver {
  @FieldResolver(() => CustomerVehicleType, {
    nullable: true,
    description: 'The vehicle that is worked on; null: told at the desk.',
  })
  vehicle(@Root() { customerVehicleId }: BookingLine): CustomerVehicleType | null {
    return customerVehicleId === null ? null : new CustomerVehicleType(customerVehicleId);
  }

  @FieldResolver(() => MaintenanceJobType, { nullable: true, description: 'The job; null: not opened yet.' })
  job(): MaintenanceJobType | null {
    return null;
  }
}

/** What only goods have. */
@Resolver(() => ShopOrderType)
export class ShopOrderResolver {
  @FieldResolver(() => Int, { description: 'How many pieces.' })
  quantity(@Root() { quantity }: BookingLine): number {
    return quantity;
  }
}
