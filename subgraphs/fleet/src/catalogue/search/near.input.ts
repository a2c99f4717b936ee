import { Field, Float, InputType, Int } from 'type-graphql';

/** A circle to look in. */
@InputType({ description: 'A circle around a point.' })
export class NearInput {
  @Field(() => Float, { description: 'Degrees north (WGS 84).' })
  latitude!: number;

  @Field(() => Float, { description: 'Degrees east (WGS 84).' })
  longitude!: number;

  @Field(() => Int, { description: 'Radius in metres.' })
  radiusMeters!: number;
}
