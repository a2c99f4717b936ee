import { LocalDateTimeScalar, TimeZoneScalar } from '@fleetgraph/kit/graphql/scalars';
import { Field, Float, ID, InputType, Int } from 'type-graphql';
import { BookableKind } from '../../booking/model/line-state.js';

/** A span of wall-clock time at the place it is asked for. */
@InputType({ description: 'A span of time as the clock on the wall shows it, half-open.' })
export class WindowInput {
  @Field(() => LocalDateTimeScalar, { description: 'Start, included.' })
  readonly from!: string;

  @Field(() => LocalDateTimeScalar, {
    nullable: true,
    description:
      'End, excluded; null: the rest of the day for flights and slots, the length of a reservation for bikes.',
  })
  readonly to?: string | null;

  @Field(() => TimeZoneScalar, { nullable: true, description: 'Zone of both; null: the zone of each place.' })
  readonly timeZone?: string | null;
}

/** A circle on the earth. */
@InputType({ description: 'A circle around a point.' })
export class NearInput {
  @Field(() => Float, { description: 'Degrees north (WGS 84).' })
  readonly latitude!: number;

  @Field(() => Float, { description: 'Degrees east (WGS 84).' })
  readonly longitude!: number;

  @Field(() => Int, { description: 'Radius in metres.' })
  readonly radiusMeters!: number;
}

/** What somebody looks for. */
@InputType({ description: 'What, where and when. Everything but the kinds may be left open.' })
export class OfferSearchInput {
  @Field(() => [BookableKind], { description: 'Kinds to look for; their results alternate in one list.' })
  readonly kinds!: BookableKind[];

  @Field(() => ID, {
    nullable: true,
    description:
      'Pick-up, station, departure airport, workshop or shop; a kind that this place lacks is sought around it.',
  })
  readonly fromLocationId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Destination of flights; without flights among the kinds, where a car is returned.',
  })
  readonly toLocationId?: string | null;

  @Field(() => WindowInput, { nullable: true, description: 'When; null: soon. Cars need both ends.' })
  readonly window?: WindowInput | null;

  @Field(() => NearInput, { nullable: true, description: 'Where, instead of `fromLocationId`.' })
  readonly near?: NearInput | null;

  @Field(() => String, { nullable: true, description: 'Words that the title must contain, all of them.' })
  readonly text?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many seats a flight must have left; null: one.' })
  readonly travellers?: number | null;
}
