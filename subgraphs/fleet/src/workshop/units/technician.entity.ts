import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { Retirable } from '../../editing/versioned.js';

/** Somebody who works in a workshop; who it is stays with users. */
@Entity({ tableName: 'technician' })
export class Technician implements Retirable {
  @PrimaryKey({ type: 'text' })
  readonly id: string = crypto.randomUUID();

  @Property({ type: 'text' })
  locationId!: string;

  /** The account of this technician; null: has none. */
  @Property({ type: 'text', nullable: true })
  userId: string | null = null;

  /** What they are qualified for: MECHANIC, HIGH_VOLTAGE. */
  @Property({ type: 'string[]' })
  skills!: string[];

  @Property({ type: 'integer' })
  version: number = 1;

  @Property({ type: 'datetime', nullable: true })
  retiredAt: Date | null = null;
}
