import { Entity, Enum, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { Retirable } from '../../editing/versioned.js';
import { VehicleState } from '../state/vehicle-state.js';

/** A vehicle that a customer brings to a workshop. */
@Entity({ tableName: 'customer_vehicle' })
export class CustomerVehicle implements Retirable {
  @PrimaryKey({ type: 'text' })
  readonly id: string = crypto.randomUUID();

  @Property({ type: 'text' })
  ownerId!: string;

  @Property({ type: 'text', nullable: true })
  plate: string | null = null;

  @Property({ type: 'text', nullable: true })
  plateKey: string | null = null;

  @Property({ type: 'text' })
  country!: string;

  @Property({ type: 'text', nullable: true })
  vin: string | null = null;

  @Property({ type: 'text' })
  model!: string;

  @Enum({ items: () => VehicleState })
  state: VehicleState = VehicleState.AVAILABLE;

  @Property({ type: 'integer' })
  version: number = 1;

  @Property({ type: 'datetime', nullable: true })
  retiredAt: Date | null = null;
}
