import { UserError } from '@fleetgraph/kit/graphql/user-error';
import { Field, ID, ObjectType } from 'type-graphql';

/** There is nothing to pay for, or not any more; what is not the viewer's looks like what is not there. */
@ObjectType({
  implements: UserError,
  description: 'The booking cannot be paid: unknown, paid already, or no longer held.',
})
export class BookingNotPayable extends UserError {
  @Field(() => ID, { description: 'The booking that was to be paid.' })
  readonly bookingId: string;

  constructor(bookingId: string, message: string) {
    super(message);
    this.bookingId = bookingId;
  }
}
