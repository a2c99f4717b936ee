import { Entity, Enum, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { BookableKind } from '../../catalogue/bookable-kind.js';
import type { Picture } from '../../catalogue/media/picture.js';
import type { Retirable } from '../../editing/versioned.js';
import { VehicleState } from '../state/vehicle-state.js';

/** What moves a bike. */
export enum Propulsion {
  HUMAN = 'HUMAN',
  ELECTRIC_ASSIST = 'ELECTRIC_ASSIST',
  ELECTRIC = 'ELECTRIC',
}

/** One bike of the fleet; strangers know it only by a public id that rotates after each ride (F-21). */
@Entity({ tableName: 'bike' })
export class Bike implements Retirable {
  /** Stays inside: staff and other subgraphs name the unit by it. */
  @PrimaryKey({ type: 'text' })
  readonly id: string = crypto.randomUUID();

  @Property({ type: 'text' })
  publicId: string = crypto.randomUUID();

  @Property({ type: 'text' })
  title!: string;

  @Property({ type: 'text' })
  locationId!: string;

  @Enum({ items: () => Propulsion })
  propulsion!: Propulsion;

  @Property({ type: 'integer', nullable: true })
  rangeMeters: number | null = null;

  @Property({ type: 'integer' })
  reservationMinutes!: number;

  @Property({ type: 'text' })
  ratePlanId!: string;

  @Enum({ items: () => VehicleState })
  state: VehicleState = VehicleState.AVAILABLE;

  @Enum({ items: () => VehicleState, nullable: true })
  stateBefore: VehicleState | null = null;

  @Property({ type: 'json' })
  media!: Picture[];

  @Property({ type: 'integer' })
  version: number = 1;

  @Property({ type: 'datetime', nullable: true })
  retiredAt: Date | null = null;

  get kind(): BookableKind.BIKE {
    return BookableKind.BIKE;
  }
}
