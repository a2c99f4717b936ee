import { onConstraint } from '@fleetgraph/kit/database/on-constraint';
import { transact } from '@fleetgraph/kit/database/transact';
import type { EntityManager } from '@mikro-orm/postgresql';
import { faultUnless, refuseFaults } from '../../editing/refuse-faults.js';
import { plateKey } from '../car/car.entity.js';
import { PlateTaken, VinInvalid } from '../car/car.errors.js';
import { vinFault } from '../car/check-vin.js';
import { CustomerVehicle } from './customer-vehicle.entity.js';
import { publishCustomerVehicle } from './publish-customer-vehicle.js';

/** What an owner tells about a vehicle. */
export interface VehicleFacts {
  readonly plate?: string | null;
  readonly country: string;
  readonly vin?: string | null;
  readonly model: string;
}

/** Registers a customer's own vehicle. */
export async function addCustomerVehicle(
  em: EntityManager,
  ownerId: string,
  given: VehicleFacts,
): Promise<CustomerVehicle> {
  const vehicle = Object.assign(new CustomerVehicle(), { ownerId });
  return transact(em, async (tx) => {
    tellFacts(vehicle, given);
    tx.persist(vehicle);
    await publishCustomerVehicle(tx, vehicle);
    return vehicle;
  }).catch(onConstraint({ customer_vehicle_plate_key: () => new PlateTaken(given.plate ?? '') }));
}

/** Takes over what an owner tells, or refuses it. */
export function tellFacts(vehicle: CustomerVehicle, { plate, country, vin, model }: VehicleFacts): void {
  const fault = vin == null ? undefined : vinFault(vin);
  if (vin != null && fault !== undefined) throw new VinInvalid(vin, fault);
  refuseFaults([
    faultUnless(model.trim() !== '' && model.length <= 100, 'model', 'A model has 1 to 100 characters.'),
    faultUnless(
      plate == null || (plateKey(plate) !== '' && plate.length <= 20),
      'plate',
      'A plate has 1 to 20 characters.',
    ),
  ]);
  Object.assign(vehicle, {
    country,
    model,
    vin: vin ?? null,
    plate: plate?.trim().toUpperCase() ?? null,
    plateKey: plate == null ? null : plateKey(plate),
  });
}
