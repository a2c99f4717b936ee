import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { Versioned } from '../../editing/versioned.js';

/** What bikes of one model share, as another system describes it (GBFS `vehicle_types`, F-03). */
@Entity({ tableName: 'vehicle_type' })
export class VehicleType implements Versioned {
  @PrimaryKey({ type: 'text' })
  readonly id: string = crypto.randomUUID();

  @Property({ type: 'text' })
  system!: string;

  /** Its id in the other system. */
  @Property({ type: 'text' })
  typeId!: string;

  @Property({ type: 'text' })
  name!: string;

  @Property({ type: 'text' })
  formFactor!: string;

  @Property({ type: 'text' })
  propulsionType!: string;

  @Property({ type: 'integer', nullable: true })
  maxRangeMeters: number | null = null;

  @Property({ type: 'integer' })
  version: number = 1;
}
