import { Field, ObjectType } from 'type-graphql';
import { Shareable } from './directives.js';
import { BigIntScalar, CurrencyCodeScalar } from './scalars.js';

/** An amount in minor units of one currency; never a float (P-01). */
@Shareable()
@ObjectType({ description: 'An amount of money.' })
export class Money {
  @Field(() => BigIntScalar, {
    description: 'Minor units of the currency: 1250 EUR is 12.50 €, 1250 JPY is 1250 ¥, 1250 KWD is 1.250 KWD.',
  })
  readonly amountMinor: bigint;

  @Field(() => CurrencyCodeScalar, { description: 'ISO 4217.' })
  readonly currency: string;

  constructor(amountMinor: bigint, currency: string) {
    this.amountMinor = amountMinor;
    this.currency = currency;
  }
}
