import type { AircraftCabin } from './aircraft/cabin.js';
import { type PlannedSeat, rowsOf } from './aircraft/seat-plan.js';
import type { SeatMapType, SeatType } from './seat-map.type.js';

/** The seat map of a flight from the cabins of its aircraft. */
export const mapSeats = (flightId: string, cabins: readonly AircraftCabin[]): SeatMapType => ({
  cabins: cabins.map((cabin) => ({
    name: cabin.name,
    class: cabin.class,
    columns: cabin.columns,
    rows: rowsOf(cabin).map(({ number, seats }) => ({ number, seats: seats.map((seat) => seatOf(flightId, seat)) })),
  })),
});

/** A seat of a flight as the graph shows it. */
export const seatOf = (flightId: string, { designator, cabinClass, features }: PlannedSeat): SeatType => ({
  flightId,
  designator,
  cabinClass,
  features,
});
