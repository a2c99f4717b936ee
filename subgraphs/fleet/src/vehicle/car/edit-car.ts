import { onConstraint } from '@fleetgraph/kit/database/on-constraint';
import type { EntityManager } from '@mikro-orm/postgresql';
import { assignGiven, type Edited, editVersioned } from '../../editing/edit-versioned.js';
import { faultUnless, refuseFaults } from '../../editing/refuse-faults.js';
import { publishVehicleUnits } from '../publish-units.js';
import { checkIdentity, checkPlace } from './add-car.js';
import { Car, plateKey } from './car.entity.js';
import { PlateTaken, VinInvalid } from './car.errors.js';

/** What can be edited of a car. */
export interface CarEdit extends Edited {
  readonly plate?: string | null;
  readonly vin?: string | null;
  readonly classId?: string | null;
  readonly locationId?: string | null;
  readonly odometerKm?: number | null;
}

/** Edits a car; its odometer never goes back. */
export function editCar(em: EntityManager, { id, expectedVersion, ...given }: CarEdit): Promise<Car> {
  return editVersioned(em, { entity: Car, id, expectedVersion }, async (car, tx) => {
    const { odometerKm: before } = car;
    assignGiven<Car>(car, Object.fromEntries(Object.entries(given)));
    car.plateKey = plateKey(car.plate);
    checkIdentity(car);
    refuseFaults([
      faultUnless(car.odometerKm >= before, 'odometerKm', `An odometer never goes back behind ${before}.`),
    ]);
    await checkPlace(tx, car);
    await publishVehicleUnits(tx, [car]);
  }).catch(
    onConstraint({
      car_plate_key: () => new PlateTaken(given.plate ?? ''),
      car_vin_key: () => new VinInvalid(given.vin ?? '', 'Another car has this VIN.'),
    }),
  );
}
