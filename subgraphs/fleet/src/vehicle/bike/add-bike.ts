import { transact } from '@fleetgraph/kit/database/transact';
import { FieldFault } from '@fleetgraph/kit/graphql/common-errors';
import type { EntityManager } from '@mikro-orm/postgresql';
import { pictureOf } from '../../catalogue/media/picture.js';
import { RatePlan } from '../../catalogue/pricing/rate-plan.entity.js';
import { publishBookables } from '../../catalogue/publish/publish-bookables.js';
import { requireRow } from '../../editing/edit-versioned.js';
import { faultUnless, refuseFaults } from '../../editing/refuse-faults.js';
import { Location, LocationKind } from '../../place/location.entity.js';
import { publishVehicleUnits } from '../publish-units.js';
import { Bike, Propulsion } from './bike.entity.js';

/** A bike to add. */
export interface NewBike {
  readonly title: string;
  readonly locationId: string;
  readonly propulsion: Propulsion;
  readonly rangeMeters?: number | null;
  readonly reservationMinutes: number;
  readonly ratePlanId: string;
}

/** Adds a bike to a station. */
export async function addBike(em: EntityManager, given: NewBike): Promise<Bike> {
  const { title, propulsion } = given;
  const bike = Object.assign(new Bike(), {
    ...given,
    rangeMeters: given.rangeMeters ?? null,
    media: [pictureOf('bike', `${title} ${propulsion}`, `${title}, seen from the side`)],
  });
  return transact(em, async (tx) => {
    await checkBike(tx, bike);
    tx.persist(bike);
    await publishBookables(tx, [bike]);
    await publishVehicleUnits(tx, [bike]);
    return bike;
  });
}

/** Refuses a bike that breaks a rule. */
export async function checkBike(tx: EntityManager, bike: Bike): Promise<void> {
  const { terms } = await requireRow(tx, RatePlan, bike.ratePlanId);
  const station = await requireRow(tx, Location, bike.locationId);
  refuseFaults([
    faultUnless(bike.title.trim() !== '', 'title', 'A title is not empty.'),
    faultUnless(station.kind === LocationKind.STATION, 'locationId', 'Bikes stand at stations.'),
    // GBFS: everything with a motor tells its range (F-03).
    faultUnless(
      bike.propulsion === Propulsion.HUMAN || (bike.rangeMeters ?? 0) > 0,
      'rangeMeters',
      'A motor has a range.',
    ),
    faultUnless(bike.reservationMinutes >= 0, 'reservationMinutes', 'A reservation is not shorter than nothing.'),
    terms.usage == null && new FieldFault('ratePlanId', 'Bikes are priced by a plan by use.'),
  ]);
}
