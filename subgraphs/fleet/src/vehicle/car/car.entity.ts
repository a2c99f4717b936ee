import { Entity, Enum, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { Versioned } from '../../editing/versioned.js';
import { VehicleState } from '../state/vehicle-state.js';

/** One car of the fleet. */
@Entity({ tableName: 'car' })
export class Car implements Versioned {
  @PrimaryKey({ type: 'text' })
  readonly id: string = crypto.randomUUID();

  @Property({ type: 'text' })
  plate!: string;

  @Property({ type: 'text' })
  plateKey!: string;

  @Property({ type: 'text' })
  country!: string;

  @Property({ type: 'text' })
  vin!: string;

  @Property({ type: 'text' })
  classId!: string;

  @Property({ type: 'text' })
  locationId!: string;

  @Property({ type: 'integer' })
  odometerKm!: number;

  @Enum({ items: () => VehicleState })
  state: VehicleState = VehicleState.AVAILABLE;

  /** The state before contact was lost: where it returns to. */
  @Enum({ items: () => VehicleState, nullable: true })
  stateBefore: VehicleState | null = null;

  @Property({ type: 'integer' })
  version: number = 1;
}

/** How plates are compared: without spaces and dashes, in capitals. */
export const plateKey = (plate: string): string => plate.toUpperCase().replace(/[^\p{L}\p{N}]/gu, '');
