import { batchedReference } from '@fleetgraph/kit/graphql/reference';
import type { FleetContext } from '../context.js';
import { Aircraft } from './aircraft/aircraft.entity.js';
import { seatsOf } from './aircraft/seat-plan.js';
import { Flight } from './flight.entity.js';
import { seatOf } from './map-seats.js';
import type { SeatType } from './seat-map.type.js';

interface Representation {
  readonly flightId: string;
  readonly designator: string;
}

/** How other subgraphs reach a seat: two queries for all seats of a step. */
export const seatReference = batchedReference(async (seats: readonly Representation[], { em }: FleetContext) => {
  const flights = await em.find(Flight, { id: { $in: [...new Set(seats.map(({ flightId }) => flightId))] } });
  const aircraft = await em.find(Aircraft, { id: { $in: [...new Set(flights.map(({ aircraftId }) => aircraftId))] } });
  const plans = new Map(aircraft.map(({ id, cabins }) => [id, seatsByDesignator(cabins)]));
  const planOfFlight = new Map(flights.map(({ id, aircraftId }) => [id, plans.get(aircraftId)]));
  return seats.map(({ flightId, designator }): SeatType | undefined => {
    const seat = planOfFlight.get(flightId)?.get(designator);
    return seat && seatOf(flightId, seat);
  });
});

const seatsByDesignator = (cabins: Aircraft['cabins']) =>
  new Map(seatsOf(cabins).map((seat) => [seat.designator, seat]));
