import type { EntityClass, EntityManager } from '@mikro-orm/postgresql';
import { describeFlight } from '../../flight/describe-flight.js';
import { Flight } from '../../flight/flight.entity.js';
import { describeProductVariant } from '../../shop/variant/describe-product-variant.js';
import { ProductVariant } from '../../shop/variant/product-variant.entity.js';
import { Bike } from '../../vehicle/bike/bike.entity.js';
import { describeBike } from '../../vehicle/bike/describe-bike.js';
import { CarClass } from '../../vehicle/car-class/car-class.entity.js';
import { describeCarClass } from '../../vehicle/car-class/describe-car-class.js';
import { describeWorkshopService } from '../../workshop/service/describe-workshop-service.js';
import { WorkshopService } from '../../workshop/service/workshop-service.entity.js';
import { BookableKind } from '../bookable-kind.js';
import type { Snapshot } from './snapshot.js';

/** Anything that can be booked, as it is stored. */
export type Bookable = CarClass | Bike | Flight | WorkshopService | ProductVariant;

/** Where each kind is stored: the one list to extend by a new kind. */
export const ENTITY_OF_KIND: Readonly<Record<BookableKind, EntityClass<Bookable>>> = {
  [BookableKind.CAR]: CarClass,
  [BookableKind.BIKE]: Bike,
  [BookableKind.FLIGHT]: Flight,
  [BookableKind.WORKSHOP]: WorkshopService,
  [BookableKind.PRODUCT]: ProductVariant,
};

/** The id that strangers know: a bike's rotates, all others are the row's own. */
export const publicIdOf = (bookable: Bookable): string =>
  bookable.kind === BookableKind.BIKE ? bookable.publicId : bookable.id;

/** What others learn of a bookable. */
export function describeBookable(em: EntityManager, bookable: Bookable): Promise<Snapshot> {
  switch (bookable.kind) {
    case BookableKind.CAR:
      return describeCarClass(em, bookable);
    case BookableKind.BIKE:
      return describeBike(em, bookable);
    case BookableKind.FLIGHT:
      return describeFlight(em, bookable);
    case BookableKind.WORKSHOP:
      return describeWorkshopService(em, bookable);
    case BookableKind.PRODUCT:
      return describeProductVariant(em, bookable);
  }
}
