import { Field, Float, InputType, Int } from 'type-graphql';

/** A circle to look in. */
@InputType({ description: 'A circle on the earth to look in.' })
export class NearInput {
  @Field(() => Float, { description: 'Degrees north of its centre.' })
  latitude!: number;

  @Field(() => Float, { description: 'Degrees east of its centre.' })
  longitude!: number;

  @Field(() => Int, { description: 'Radius in metres.' })
  radiusMeters!: number;
}
