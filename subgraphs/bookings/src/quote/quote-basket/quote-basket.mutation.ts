import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { Arg, Ctx, Field, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { BookingsContext } from '../../context.js';
import { Unavailable } from '../../offer/alternatives/unavailable.error.js';
import { QuoteType } from '../quote.type.js';
import { OfferExpired } from './offer-expired.error.js';
import { QuoteBasketInput } from './quote-basket.input.js';
import { quoteBasket } from './quote-basket.js';

/** The basket has a price. */
@ObjectType({ description: 'The basket has a price that stands for a while.' })
export class QuoteBasketSuccess {
  @Field(() => QuoteType, { description: 'The priced basket.' })
  readonly quote: QuoteType;

  constructor(quote: QuoteType) {
    this.quote = quote;
  }
}

const QuoteBasketPayload = payloadUnion(
  'QuoteBasketPayload',
  'The quote, or why there is none.',
  QuoteBasketSuccess,
  OfferExpired,
  Unavailable,
  InputInvalid,
);

/** Mutation.quoteBasket. */
@Resolver()
export class QuoteBasketMutation {
  @Mutation(() => QuoteBasketPayload, {
    description: 'Prices a basket; the client never sends a price. Takes nothing.',
  })
  quoteBasket(
    @Arg('input', () => QuoteBasketInput, { description: 'The basket.' }) input: QuoteBasketInput,
    @Ctx() context: BookingsContext,
  ): Promise<typeof QuoteBasketPayload> {
    return quoteBasket(context, input)
      .then((quote) => new QuoteBasketSuccess(quote))
      .catch(expose(OfferExpired, Unavailable, InputInvalid));
  }
}
