import { Entity, Enum, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { Retirable } from '../editing/versioned.js';

/** What a place is for. */
export enum LocationKind {
  BRANCH = 'BRANCH',
  STATION = 'STATION',
  AIRPORT = 'AIRPORT',
  WORKSHOP = 'WORKSHOP',
  GARAGE = 'GARAGE',
  SHOP = 'SHOP',
}

/** A place where something is offered, taken or stored. */
@Entity({ tableName: 'location' })
export class Location implements Retirable {
  @PrimaryKey({ type: 'text' })
  readonly id: string = crypto.randomUUID();

  /** What an import recognises the place by; null: nothing imports it. */
  @Property({ type: 'text', nullable: true })
  naturalKey: string | null = null;

  @Property({ type: 'text', nullable: true })
  code: string | null = null;

  @Property({ type: 'text' })
  name!: string;

  @Enum({ items: () => LocationKind })
  kind!: LocationKind;

  @Property({ type: 'text' })
  country!: string;

  @Property({ type: 'text' })
  timeZone!: string;

  @Property({ type: 'double' })
  latitude!: number;

  @Property({ type: 'double' })
  longitude!: number;

  @Property({ type: 'text', nullable: true })
  openingHours: string | null = null;

  @Property({ type: 'integer', nullable: true })
  capacity: number | null = null;

  @Property({ type: 'boolean' })
  isInstalled: boolean = true;

  @Property({ type: 'boolean' })
  isRenting: boolean = true;

  @Property({ type: 'boolean' })
  isReturning: boolean = true;

  @Property({ type: 'integer' })
  version: number = 1;

  @Property({ type: 'datetime', nullable: true })
  retiredAt: Date | null = null;
}
