import { CacheControl } from '@fleetgraph/kit/graphql/directives';
import { URLScalar } from '@fleetgraph/kit/graphql/scalars';
import { Field, InputType, ObjectType } from 'type-graphql';

/** What the graph promises of a picture. */
@CacheControl({ inheritMaxAge: true })
@ObjectType('Media', { description: 'A picture of something bookable.' })
export class MediaType {
  @Field(() => URLScalar, { description: 'Where it is: an SVG drawing.' })
  url!: string;

  @Field(() => String, { description: 'Words for those who do not see it; never empty.' })
  alt!: string;
}

/** A picture to show. */
@InputType({ description: 'Which drawing shows it.' })
export class PictureInput {
  @Field(() => String, { description: 'Chooses colours and details of the drawing: small letters, digits and dashes.' })
  key!: string;

  @Field(() => String, { description: 'Words for those who do not see it; not empty.' })
  alt!: string;
}
