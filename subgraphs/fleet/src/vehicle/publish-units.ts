import { recordAll } from '@fleetgraph/kit/events/record';
import { UnitChangedSchema } from '@fleetgraph/schema/events/fleet_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import { Bike } from './bike/bike.entity.js';
import type { Car } from './car/car.entity.js';
import { OUT_OF_SERVICE } from './state/vehicle-state.js';

/** Tells the others of cars and bikes that were added, moved or changed, in the transaction that did it. */
export async function publishVehicleUnits(tx: EntityManager, vehicles: readonly (Car | Bike)[]): Promise<void> {
  await recordAll(
    tx,
    UnitChangedSchema,
    vehicles.map((vehicle) => ({
      key: vehicle.id,
      payload: {
        unitId: vehicle.id,
        version: vehicle.version,
        ...(vehicle instanceof Bike
          ? { kind: 'BIKE', bookableId: vehicle.publicId }
          : { kind: 'CAR', bookableId: vehicle.classId }),
        locationId: vehicle.locationId,
        inService: !OUT_OF_SERVICE.has(vehicle.state),
      },
    })),
  );
}
