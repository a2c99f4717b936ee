import { Field, ID, InputType } from 'type-graphql';

/** What to hold. */
@InputType({ description: 'Which quote to hold.' })
export class HoldBasketInput {
  @Field(() => ID, { description: 'Of `quoteBasket`.' })
  readonly quoteId!: string;

  @Field(() => String, {
    description: '1 to 128 characters: the same key gives the same answer, whatever was lost on the way.',
  })
  readonly idempotencyKey!: string;

  @Field(() => String, {
    nullable: true,
    description: "Partners: your own number of this booking, unique among yours; null: none. Others' is ignored.",
  })
  readonly partnerReference?: string | null;
}
