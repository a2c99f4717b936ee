import { UserError } from '@fleetgraph/kit/graphql/user-error';
import { Field, ID, Int, ObjectType } from 'type-graphql';

/** The price no longer stands. */
@ObjectType({ implements: UserError, description: 'The quoted price no longer stands: ask for a new quote.' })
export class QuoteExpired extends UserError {
  @Field(() => ID, { description: 'The quote that cannot be held.' })
  readonly quoteId: string;

  constructor(quoteId: string) {
    super('This quote has expired. Ask for a new one; the price may have changed.');
    this.quoteId = quoteId;
  }
}

/** One customer at a time may hold only so much. */
@ObjectType({ implements: UserError, description: 'You hold as much as one customer may: pay, or let something go.' })
export class BookingLimitReached extends UserError {
  @Field(() => Int, { description: 'How many are allowed at a time.' })
  readonly limit: number;

  constructor(what: string, limit: number) {
    super(`You already have ${limit} ${what}. Pay or release one of them first.`);
    this.limit = limit;
  }
}

/** A partner's own number for a booking is unique among its bookings. */
@ObjectType({
  implements: UserError,
  description: "The partner's reference belongs to another booking of this partner.",
})
export class PartnerReferenceTaken extends UserError {
  @Field(() => String, { description: 'The reference that is in use.' })
  readonly partnerReference: string;

  constructor(partnerReference: string) {
    super(`A booking with the reference ${partnerReference} exists already.`);
    this.partnerReference = partnerReference;
  }
}
