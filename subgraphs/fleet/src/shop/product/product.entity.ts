import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { Versioned } from '../../editing/versioned.js';

/** What variants have in common: "Child seat". */
@Entity({ tableName: 'product' })
export class Product implements Versioned {
  @PrimaryKey({ type: 'text' })
  readonly id: string = crypto.randomUUID();

  @Property({ type: 'text' })
  name!: string;

  @Property({ type: 'text', nullable: true })
  brand: string | null = null;

  @Property({ type: 'integer' })
  version: number = 1;
}
