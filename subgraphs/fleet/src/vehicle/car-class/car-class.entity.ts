import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { BookableKind } from '../../catalogue/bookable-kind.js';
import type { Picture } from '../../catalogue/media/picture.js';
import type { Retirable } from '../../editing/versioned.js';

/** What a customer books instead of a certain car, in one country: "compact or similar" (F-04). */
@Entity({ tableName: 'car_class' })
export class CarClass implements Retirable {
  @PrimaryKey({ type: 'text' })
  readonly id: string = crypto.randomUUID();

  @Property({ type: 'text' })
  acriss!: string;

  @Property({ type: 'text' })
  title!: string;

  /** Market of the class: its plan's currency and its tax follow from it, and its cars stand there. */
  @Property({ type: 'text' })
  country!: string;

  @Property({ type: 'integer' })
  seats!: number;

  @Property({ type: 'integer' })
  minimumDriverAge!: number;

  @Property({ type: 'integer' })
  turnaroundMinutes!: number;

  @Property({ type: 'text' })
  ratePlanId!: string;

  @Property({ type: 'json' })
  media!: Picture[];

  @Property({ type: 'integer' })
  version: number = 1;

  @Property({ type: 'datetime', nullable: true })
  retiredAt: Date | null = null;

  get kind(): BookableKind.CAR {
    return BookableKind.CAR;
  }

  /** The cars carry the place, the class does not. */
  get locationId(): null {
    return null;
  }
}
