import type { Viewer } from '@fleetgraph/kit/auth/viewer';
import { onConstraint } from '@fleetgraph/kit/database/on-constraint';
import type { EntityManager } from '@mikro-orm/postgresql';
import { type Edited, editVersioned } from '../../editing/edit-versioned.js';
import { PlateTaken } from '../car/car.errors.js';
import { tellFacts, type VehicleFacts } from './add-customer-vehicle.js';
import { CustomerVehicle } from './customer-vehicle.entity.js';
import { publishCustomerVehicle } from './publish-customer-vehicle.js';

/** A change of a customer's vehicle by its owner. */
export interface CustomerVehicleEdit extends Edited, Partial<VehicleFacts> {
  readonly isRetired?: boolean | null;
}

/** Edits a vehicle of the viewer, or takes it out of the list; somebody else's looks like none. */
export function editCustomerVehicle(
  em: EntityManager,
  viewer: Viewer,
  { id, expectedVersion, isRetired, ...given }: CustomerVehicleEdit,
): Promise<CustomerVehicle> {
  const isVisible = ({ ownerId }: CustomerVehicle) => ownerId === viewer.subject;
  return editVersioned(em, { entity: CustomerVehicle, id, expectedVersion, isVisible }, async (vehicle, tx) => {
    const { plate, country, vin, model } = vehicle;
    tellFacts(vehicle, {
      plate: given.plate ?? plate,
      country: given.country ?? country,
      vin: given.vin ?? vin,
      model: given.model ?? model,
    });
    if (isRetired != null) vehicle.retiredAt = isRetired ? new Date() : null;
    await publishCustomerVehicle(tx, vehicle);
  }).catch(onConstraint({ customer_vehicle_plate_key: () => new PlateTaken(given.plate ?? '') }));
}
