import { Entity, Enum, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { BookableKind } from '../../catalogue/bookable-kind.js';
import type { Picture } from '../../catalogue/media/picture.js';
import { TaxCategory } from '../../catalogue/pricing/tax/tax-category.js';
import type { Retirable } from '../../editing/versioned.js';

/** What is sold and counted, by its SKU, from one shop. */
@Entity({ tableName: 'product_variant' })
export class ProductVariant implements Retirable {
  @PrimaryKey({ type: 'text' })
  readonly id: string = crypto.randomUUID();

  @Property({ type: 'text' })
  sku!: string;

  @Property({ type: 'text' })
  title!: string;

  @Property({ type: 'text' })
  productId!: string;

  /** The shop that sells it. */
  @Property({ type: 'text' })
  locationId!: string;

  @Property({ type: 'bigint' })
  priceMinor!: bigint;

  @Property({ type: 'text' })
  currency!: string;

  @Enum({ items: () => TaxCategory })
  taxCategory!: TaxCategory;

  /** How far below zero it may be sold; 0: not at all. */
  @Property({ type: 'integer' })
  backorderLimit!: number;

  @Property({ type: 'json' })
  media!: Picture[];

  @Property({ type: 'integer' })
  version: number = 1;

  @Property({ type: 'datetime', nullable: true })
  retiredAt: Date | null = null;

  get kind(): BookableKind.PRODUCT {
    return BookableKind.PRODUCT;
  }
}
