import { BookableKind } from '../../catalogue/bookable-kind.js';
import type { Picture } from '../../catalogue/media/picture.js';
import { VehicleState } from '../state/vehicle-state.js';
import type { Bike, Propulsion } from './bike.entity.js';

/** A bike as others may see it: its own id stays inside (F-21). */
export interface ShownBike {
  readonly id: string;
  readonly kind: BookableKind.BIKE;
  readonly title: string;
  readonly locationId: string;
  readonly media: readonly Picture[];
  readonly propulsion: Propulsion;
  readonly state: VehicleState;
  readonly rangeMeters: number | null;
  readonly ratePlanId: string;
  /** For staff only. */
  readonly unitId: string;
  readonly version: number;
}

/** Shows a bike by its present public id. */
export function showBike(bike: Bike): ShownBike {
  const { title, locationId, media, propulsion, state, rangeMeters, ratePlanId, version } = bike;
  const shown = { title, locationId, media, propulsion, state, rangeMeters, ratePlanId, version };
  return { ...shown, kind: BookableKind.BIKE, id: bike.publicId, unitId: bike.id };
}

/** Shows a bike by an id it had before, as it was when it gave the id up: where it is today is nobody's business. */
export const showFormerBike = (bike: Bike, former: { publicId: string; locationId: string }): ShownBike => ({
  ...showBike(bike),
  id: former.publicId,
  locationId: former.locationId,
  state: VehicleState.AVAILABLE,
});
