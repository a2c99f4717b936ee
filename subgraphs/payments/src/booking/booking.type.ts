import { Key } from '@fleetgraph/kit/graphql/directives';
import { Field, ID, ObjectType } from 'type-graphql';

/** What payments knows a booking by; its money is in `booking.query.ts`. */
@Key('id')
@ObjectType('Booking', { description: 'What a customer bought or is about to buy; here: its money.' })
export class BookingType {
  @Field(() => ID, { description: 'Opaque.' })
  readonly id!: string;
}
