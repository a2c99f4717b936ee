import { Entity, Enum, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { BookableKind } from '../catalogue/bookable-kind.js';
import type { Picture } from '../catalogue/media/picture.js';
import { BigIntJson } from '../catalogue/pricing/bigint-json.js';
import type { FareTerms } from '../catalogue/pricing/rate-terms.js';
import { TaxCategory } from '../catalogue/pricing/tax/tax-category.js';
import type { Retirable } from '../editing/versioned.js';

/** One flight on one day; carrier, number and local day of departure name it (F-23). */
@Entity({ tableName: 'flight' })
export class Flight implements Retirable {
  @PrimaryKey({ type: 'text' })
  readonly id: string = crypto.randomUUID();

  /** IATA code of the carrier: LH. */
  @Property({ type: 'text' })
  carrier!: string;

  /** Carrier and number: LH454. */
  @Property({ type: 'text' })
  number!: string;

  /** Number and both ends: "LH454 Frankfurt – San Francisco". */
  @Property({ type: 'text' })
  title!: string;

  /** Day of departure on the calendar at the origin, YYYY-MM-DD. */
  @Property({ type: 'text' })
  departsOn!: string;

  @Property({ type: 'text' })
  originId!: string;

  @Property({ type: 'text' })
  destinationId!: string;

  @Property({ type: 'datetime' })
  departsAt!: Date;

  @Property({ type: 'text' })
  departsZone!: string;

  @Property({ type: 'datetime' })
  arrivesAt!: Date;

  @Property({ type: 'text' })
  arrivesZone!: string;

  @Property({ type: 'text' })
  aircraftId!: string;

  @Property({ type: 'text' })
  currency!: string;

  @Enum({ items: () => TaxCategory })
  taxCategory!: TaxCategory;

  @Property({ type: BigIntJson })
  fare!: FareTerms;

  @Property({ type: 'json' })
  media!: Picture[];

  @Property({ type: 'integer' })
  version: number = 1;

  @Property({ type: 'datetime', nullable: true })
  retiredAt: Date | null = null;

  get kind(): BookableKind.FLIGHT {
    return BookableKind.FLIGHT;
  }

  /** A flight is offered at the airport it leaves from. */
  get locationId(): string {
    return this.originId;
  }
}
