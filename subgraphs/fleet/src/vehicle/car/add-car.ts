import { onConstraint } from '@fleetgraph/kit/database/on-constraint';
import { transact } from '@fleetgraph/kit/database/transact';
import type { EntityManager } from '@mikro-orm/postgresql';
import { requireRow } from '../../editing/edit-versioned.js';
import { faultUnless, refuseFaults } from '../../editing/refuse-faults.js';
import { Location } from '../../place/location.entity.js';
import { CarClass } from '../car-class/car-class.entity.js';
import { publishVehicleUnits } from '../publish-units.js';
import { Car, plateKey } from './car.entity.js';
import { PlateTaken, VinInvalid } from './car.errors.js';
import { vinFault } from './check-vin.js';

/** A car to add. */
export interface NewCar {
  readonly plate: string;
  readonly country: string;
  readonly vin: string;
  readonly classId: string;
  readonly locationId: string;
  readonly odometerKm: number;
}

/** Adds a car to the fleet. */
export async function addCar(em: EntityManager, given: NewCar): Promise<Car> {
  const { plate, vin } = given;
  checkIdentity(given);
  refuseFaults([faultUnless(given.odometerKm >= 0, 'odometerKm', 'An odometer is not negative.')]);
  return transact(em, async (tx) => {
    const car = Object.assign(new Car(), { ...given, plate: plate.trim().toUpperCase(), plateKey: plateKey(plate) });
    await checkPlace(tx, car);
    tx.persist(car);
    await publishVehicleUnits(tx, [car]);
    return car;
  }).catch(
    onConstraint({
      car_plate_key: () => new PlateTaken(plate),
      car_vin_key: () => new VinInvalid(vin, 'Another car has this VIN.'),
    }),
  );
}

/** Refuses a VIN that cannot be one and a plate without letters or digits. */
export function checkIdentity({ plate, vin }: { readonly plate: string; readonly vin: string }): void {
  const fault = vinFault(vin);
  if (fault !== undefined) throw new VinInvalid(vin, fault);
  refuseFaults([faultUnless(plateKey(plate) !== '' && plate.length <= 20, 'plate', 'A plate has 1 to 20 characters.')]);
}

/** Refuses a place outside the country of the class: its currency and tax would be wrong there. */
export async function checkPlace(
  tx: EntityManager,
  { classId, locationId }: Pick<Car, 'classId' | 'locationId'>,
): Promise<void> {
  const carClass = await requireRow(tx, CarClass, classId);
  const location = await requireRow(tx, Location, locationId);
  refuseFaults([
    faultUnless(
      location.country === carClass.country,
      'locationId',
      `The class is offered in ${carClass.country} only.`,
    ),
  ]);
}
