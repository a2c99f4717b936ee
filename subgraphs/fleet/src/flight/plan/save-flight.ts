import { onConstraint } from '@fleetgraph/kit/database/on-constraint';
import { transact } from '@fleetgraph/kit/database/transact';
import type { EntityManager } from '@mikro-orm/postgresql';
import { publishBookables } from '../../catalogue/publish/publish-bookables.js';
import { type Edited, editVersioned } from '../../editing/edit-versioned.js';
import { SupplyDuplicate } from '../../editing/supply.errors.js';
import { Flight } from '../flight.entity.js';
import { type FlightPlan, localAt, planFlight } from './plan-flight.js';

/** What can be edited of a flight. */
export type FlightEdit = Edited & { readonly [Field in keyof Omit<FlightPlan, 'number'>]?: FlightPlan[Field] | null };

const dayTaken = (name: string) => onConstraint({ flight_number_day_key: () => new SupplyDuplicate('number', name) });

/** Adds a flight; one number flies once a day. */
export async function addFlight(em: EntityManager, plan: FlightPlan): Promise<Flight> {
  return transact(em, async (tx) => {
    const flight = Object.assign(new Flight(), await planFlight(tx, plan));
    tx.persist(flight);
    await publishBookables(tx, [flight]);
    return flight;
  }).catch(dayTaken(plan.number));
}

/** Edits a flight; what is left out stays. */
export function editFlight(em: EntityManager, { id, expectedVersion, ...given }: FlightEdit): Promise<Flight> {
  return editVersioned(em, { entity: Flight, id, expectedVersion }, async (flight, tx) => {
    const { number, departsAt, departsZone, arrivesAt, arrivesZone } = flight;
    const plan: FlightPlan = {
      number,
      originId: given.originId ?? flight.originId,
      destinationId: given.destinationId ?? flight.destinationId,
      departs: given.departs ?? localAt(departsAt, departsZone),
      arrives: given.arrives ?? localAt(arrivesAt, arrivesZone),
      aircraftId: given.aircraftId ?? flight.aircraftId,
      currency: given.currency ?? flight.currency,
      taxCategory: given.taxCategory ?? flight.taxCategory,
      fare: given.fare ?? flight.fare,
    };
    Object.assign(flight, await planFlight(tx, plan));
    await publishBookables(tx, [flight]);
  }).catch(dayTaken(given.departs ?? id));
}
