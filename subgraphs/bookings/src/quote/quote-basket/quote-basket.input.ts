import { CurrencyCodeScalar } from '@fleetgraph/kit/graphql/scalars';
import { Field, ID, InputType, Int } from 'type-graphql';

/** One line of a basket. */
@InputType({ description: 'One line of a basket. There is no price here: the server knows it.' })
export class QuoteLineInput {
  @Field(() => ID, { description: 'Of `offers`.' })
  readonly offerId!: string;

  @Field(() => Int, { defaultValue: 1, description: 'How many; several cars or seats become several lines.' })
  readonly quantity!: number;

  @Field(() => String, { nullable: true, description: 'Flights: the seat, 14C; null: any of the offered cabin.' })
  readonly seat?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Workshop only: the own vehicle that is worked on; null: told at the desk.',
  })
  readonly customerVehicleId?: string | null;

  @Field(() => [String], { nullable: true, description: 'Cars: codes of extras of the rate; null: none.' })
  readonly extras?: string[] | null;
}

/** A basket to price. */
@InputType({ description: 'A basket to price.' })
export class QuoteBasketInput {
  @Field(() => [QuoteLineInput], { description: '1 to 20 lines, of any kinds.' })
  readonly lines!: QuoteLineInput[];

  @Field(() => CurrencyCodeScalar, {
    nullable: true,
    description: 'The currency you expect; null: that of the offers.',
  })
  readonly currency?: string | null;
}
