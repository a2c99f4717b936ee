import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { Versioned } from '../../editing/versioned.js';
import type { AircraftCabin } from './cabin.js';

/** A type of aircraft with its seats as data (F-24). */
@Entity({ tableName: 'aircraft' })
export class Aircraft implements Versioned {
  @PrimaryKey({ type: 'text' })
  readonly id: string = crypto.randomUUID();

  /** IATA type code or the operator's own: "320", "320-eco". */
  @Property({ type: 'text' })
  code!: string;

  @Property({ type: 'text' })
  name!: string;

  @Property({ type: 'json' })
  cabins!: AircraftCabin[];

  @Property({ type: 'integer' })
  version: number = 1;
}
