import { Field, Float, InputType } from 'type-graphql';

/** A point on the earth. */
@InputType({ description: 'A point on the earth (WGS 84).' })
export class PositionInput {
  @Field(() => Float, { description: 'Degrees north, -90 to 90.' })
  latitude!: number;

  @Field(() => Float, { description: 'Degrees east, -180 to 180.' })
  longitude!: number;
}
