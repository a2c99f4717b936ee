import { useMutation } from '@apollo/client/react';
import { useCallback, useEffect } from 'react';
import {
  QuoteBasketDocument,
  type QuoteBasketMutation,
  type QuoteFactsFragment,
} from '../graphql/__generated__/graphql.js';
import type { BasketLine } from './basket.js';

/** A priced line with its charges and conditions. */
export type PricedLine = QuoteFactsFragment['lines'][number];

/** Why a basket cannot be priced. */
export type QuoteRefusal = Exclude<QuoteBasketMutation['quoteBasket'], { __typename: 'QuoteBasketSuccess' }>;

interface Quoting {
  quote: QuoteFactsFragment | undefined;
  refusal: QuoteRefusal | undefined;
  error: unknown;
  isWaiting: boolean;
  renew: () => void;
}

/** Has lines priced by the server, anew whenever they change: the browser never computes a price. */
export function useQuote(lines: readonly BasketLine[]): Quoting {
  const [price, { data, error, loading, called, reset }] = useMutation(QuoteBasketDocument);
  const asked = JSON.stringify(lines.map(askFor));

  const renew = useCallback(() => {
    const input = { lines: JSON.parse(asked) as ReturnType<typeof askFor>[] }; // its own text, see above
    if (input.lines.length === 0) reset();
    else price({ variables: { input } }).catch(() => undefined); // `error` holds it
  }, [asked, price, reset]);
  useEffect(renew, [renew]);

  const outcome = data?.quoteBasket;
  return {
    quote: outcome?.__typename === 'QuoteBasketSuccess' ? outcome.quote : undefined,
    refusal: outcome === undefined || outcome.__typename === 'QuoteBasketSuccess' ? undefined : outcome,
    error,
    isWaiting: loading || (!called && lines.length > 0),
    renew,
  };
}

function askFor({ offerId, quantity, seat, customerVehicleId }: BasketLine) {
  return {
    offerId,
    quantity,
    ...(seat === undefined ? {} : { seat }),
    ...(customerVehicleId === undefined ? {} : { customerVehicleId }),
  };
}
