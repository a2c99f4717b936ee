import { Entity, Enum, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { Versioned } from '../../editing/versioned.js';
import { BigIntJson } from './bigint-json.js';
import type { RateTerms } from './rate-terms.js';
import { TaxCategory } from './tax/tax-category.js';

/** A way of pricing that many car classes or bikes share; amounts are gross. */
@Entity({ tableName: 'rate_plan' })
export class RatePlan implements Versioned {
  @PrimaryKey({ type: 'text' })
  readonly id: string = crypto.randomUUID();

  @Property({ type: 'text' })
  code!: string;

  @Property({ type: 'text' })
  name!: string;

  @Property({ type: 'text' })
  currency!: string;

  @Enum({ items: () => TaxCategory })
  taxCategory!: TaxCategory;

  @Property({ type: BigIntJson })
  terms!: RateTerms;

  @Property({ type: 'integer' })
  version: number = 1;
}
