import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { Retirable } from '../../editing/versioned.js';

/** A place in a workshop where one vehicle is worked on. */
@Entity({ tableName: 'bay' })
export class Bay implements Retirable {
  @PrimaryKey({ type: 'text' })
  readonly id: string = crypto.randomUUID();

  @Property({ type: 'text' })
  locationId!: string;

  @Property({ type: 'text' })
  name!: string;

  /** What can be done here: LIFT, EV, ALIGNMENT. */
  @Property({ type: 'string[]' })
  capabilities!: string[];

  @Property({ type: 'integer' })
  version: number = 1;

  @Property({ type: 'datetime', nullable: true })
  retiredAt: Date | null = null;
}
