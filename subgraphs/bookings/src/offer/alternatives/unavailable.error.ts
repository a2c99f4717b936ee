import { UserError } from '@fleetgraph/kit/graphql/user-error';
import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import type { BookingsContext } from '../../context.js';
import { BookableType } from '../bookable.type.js';
import { OfferType } from '../offer.type.js';

/** A line that somebody else has. Plain data: it is kept with the idempotency key. */
@ObjectType({ description: 'A line that cannot be had any more, with what is free instead.' })
export class UnavailableLine {
  readonly bookableId: string;
  readonly offerIds: readonly string[];

  constructor(bookableId: string, offerIds: readonly string[]) {
    this.bookableId = bookableId;
    this.offerIds = offerIds;
  }
}

/** Fields of a lost line: its alternatives are in the signed ids. */
@Resolver(() => UnavailableLine)
export class UnavailableLineResolver {
  @FieldResolver(() => BookableType, { description: 'What is taken.' })
  bookable(@Root() { bookableId }: UnavailableLine): BookableType {
    return new BookableType(bookableId);
  }

  @FieldResolver(() => [OfferType], { description: 'Up to three offers that were free when this was refused.' })
  alternatives(@Root() { offerIds }: UnavailableLine, @Ctx() { offers }: BookingsContext): OfferType[] {
    return offerIds.flatMap((id) => {
      const offer = offers.read(id);
      return offer ? new OfferType(offer) : [];
    });
  }
}

/** Somebody else was faster. */
@ObjectType({ implements: UserError, description: 'Somebody else was faster; the alternatives are free now.' })
export class Unavailable extends UserError {
  @Field(() => [UnavailableLine], { description: 'Every line that is taken. Nothing of the basket is held.' })
  readonly lines: readonly UnavailableLine[];

  constructor(lines: readonly UnavailableLine[]) {
    super('Part of this basket is taken. Nothing is held; see the alternatives.');
    this.lines = lines;
  }
}
