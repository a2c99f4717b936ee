import { useApolloClient } from '@apollo/client/react';
import { useCallback, useEffect, useState } from 'react';
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

/** What the server last said about the price, and whether it is being asked again. */
export interface Quoting {
  quote: QuoteFactsFragment | undefined;
  refusal: QuoteRefusal | undefined;
  error: unknown;
  isWaiting: boolean;
  /** The price of a line; while a new price is on its way, the one before. */
  pricedOf: (line: BasketLine) => PricedLine | undefined;
  renew: () => void;
}

interface Said {
  lines: readonly BasketLine[];
  outcome?: QuoteBasketMutation['quoteBasket'] | undefined;
  error?: unknown;
}

/** Has lines priced by the server, anew whenever they change: the browser never computes a price. */
export function useQuote(lines: readonly BasketLine[]): Quoting {
  const graph = useApolloClient();
  const [said, setSaid] = useState<Said>({ lines: [] });
  const [turn, setTurn] = useState(0);
  const [answered, setAnswered] = useState<unknown>();
  const asked = `${turn} ${JSON.stringify(lines)}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` is the lines by value, and the turn.
  useEffect(() => {
    if (lines.length === 0) return;
    let isCurrent = true;
    graph
      .mutate({ mutation: QuoteBasketDocument, variables: { input: { lines: lines.map(askFor) } } })
      .then(({ data }) => ({ lines, outcome: data?.quoteBasket }))
      .catch((error: unknown) => ({ lines, error }))
      .then((answer) => {
        if (!isCurrent) return; // the lines have changed meanwhile
        setSaid(answer);
        setAnswered(asked);
      });
    return () => {
      isCurrent = false;
    };
  }, [graph, asked]);

  const { outcome, error } = said;
  const quote = outcome?.__typename === 'QuoteBasketSuccess' ? outcome.quote : undefined;
  return {
    quote,
    refusal: outcome === undefined || outcome.__typename === 'QuoteBasketSuccess' ? undefined : outcome,
    error,
    isWaiting: lines.length > 0 && answered !== asked,
    pricedOf: (line) => quote?.lines[said.lines.findIndex((other) => isSame(other, line))],
    renew: useCallback(() => setTurn((before) => before + 1), []),
  };
}

const isSame = (one: BasketLine, other: BasketLine): boolean =>
  one.offerId === other.offerId && one.seat === other.seat;

function askFor({ offerId, quantity, seat, customerVehicleId }: BasketLine) {
  return {
    offerId,
    quantity,
    ...(seat === undefined ? {} : { seat }),
    ...(customerVehicleId === undefined ? {} : { customerVehicleId }),
  };
}
