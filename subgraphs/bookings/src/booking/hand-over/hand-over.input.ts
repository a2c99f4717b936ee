import { Field, ID, InputType } from 'type-graphql';

/** Which line is handed over, taken back or done. */
@InputType({ description: 'Which line is handed over, taken back or done.' })
export class HandOverInput {
  @Field(() => ID, { description: 'The booking.' })
  readonly bookingId!: string;

  @Field(() => ID, { description: 'Its line.' })
  readonly lineId!: string;

  @Field(() => String, { description: '1 to 128 characters: the same key gives the same answer.' })
  readonly idempotencyKey!: string;
}
