import { InterfaceObject, Key } from '@fleetgraph/kit/graphql/directives';
import { Field, Float, ID, Int, ObjectType } from 'type-graphql';

/** Anything bookable, as bookings knows it: by id only, never by kind. */
@Key('id')
@InterfaceObject()
@ObjectType('Bookable', {
  description: 'Something that can be booked. Bookings adds when it is free and how it is rated.',
})
export class BookableType {
  @Field(() => ID, { description: 'Opaque.' })
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

/** What customers thought. */
@ObjectType({ description: 'What customers thought of it after they used it.' })
export class RatingSummary {
  @Field(() => Float, { nullable: true, description: 'Average of 1 to 5; null: nobody rated it yet.' })
  readonly average!: number | null;

  @Field(() => Int, { description: 'How many ratings.' })
  readonly count!: number;
}
