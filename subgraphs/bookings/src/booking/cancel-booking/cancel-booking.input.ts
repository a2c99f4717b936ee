import { Field, ID, InputType, Int } from 'type-graphql';

/** What to cancel. */
@InputType({ description: 'What to cancel.' })
export class CancelBookingInput {
  @Field(() => ID, { description: 'The booking.' })
  readonly bookingId!: string;

  @Field(() => [ID], {
    nullable: true,
    description: 'Some of its lines; null: everything that can still be cancelled.',
  })
  readonly lineIds?: string[] | null;

  @Field(() => String, { nullable: true, description: 'Why, in your own words; null: not told.' })
  readonly reason?: string | null;

  @Field(() => String, { description: '1 to 128 characters: the same key gives the same answer.' })
  readonly idempotencyKey!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'The version you have read; another one is refused. Null: cancel in any case.',
  })
  readonly expectedVersion?: number | null;
}
