import { Entity, Enum, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { BookableKind } from '../../catalogue/bookable-kind.js';
import type { Picture } from '../../catalogue/media/picture.js';
import { TaxCategory } from '../../catalogue/pricing/tax/tax-category.js';
import type { Retirable } from '../../editing/versioned.js';

/** Work that a workshop offers: how long it takes and what it needs (F-32). */
@Entity({ tableName: 'workshop_service' })
export class WorkshopService implements Retirable {
  @PrimaryKey({ type: 'text' })
  readonly id: string = crypto.randomUUID();

  @Property({ type: 'text' })
  locationId!: string;

  @Property({ type: 'text' })
  title!: string;

  @Property({ type: 'integer' })
  durationMinutes!: number;

  @Property({ type: 'integer' })
  bufferBeforeMinutes!: number;

  @Property({ type: 'integer' })
  bufferAfterMinutes!: number;

  @Property({ type: 'integer' })
  minimumNoticeMinutes!: number;

  @Property({ type: 'text' })
  bayCapability!: string;

  @Property({ type: 'text' })
  skill!: string;

  @Property({ type: 'bigint' })
  priceMinor!: bigint;

  @Property({ type: 'text' })
  currency!: string;

  @Enum({ items: () => TaxCategory })
  taxCategory!: TaxCategory;

  @Property({ type: 'json' })
  media!: Picture[];

  @Property({ type: 'integer' })
  version: number = 1;

  @Property({ type: 'datetime', nullable: true })
  retiredAt: Date | null = null;

  get kind(): BookableKind.WORKSHOP {
    return BookableKind.WORKSHOP;
  }
}
