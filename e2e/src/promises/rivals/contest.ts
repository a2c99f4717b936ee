import { randomUUID } from 'node:crypto';
import {
  type BookableKind,
  FindOffersDocument,
  type FindOffersQuery,
  HoldBasketDocument,
  type HoldBasketMutation,
  QuoteBasketDocument,
  type QuoteLineInput,
} from '../../client/__generated__/graphql.js';
import { expectOutcome } from '../../client/expect-outcome.js';
import type { Graph } from '../../client/graph.js';
import { inTurns } from '../testing/in-turns.js';

type Outcome = HoldBasketMutation['holdBasket'];
type Offer = FindOffersQuery['offers']['edges'][number]['node'];

/** What became of a contest. */
export interface Result {
  readonly winners: readonly Extract<Outcome, { __typename: 'HoldBasketSuccess' }>['booking'][];
  readonly losers: readonly Extract<Outcome, { __typename: 'Unavailable' }>[];
  /** Anything else; there should be none. */
  readonly others: readonly Outcome[];
  /** Who held it. */
  readonly winner: Graph | undefined;
}

/** Connections that are busy at a time. */
const AT_ONCE = 30;
/** On a busy machine the router may give up waiting; whoever lost an answer asks again with the same key. */
const MOST_ATTEMPTS = 4;

/** Many rivals quote the same basket first and hold it then, all at once. */
export async function contest(rivals: readonly Graph[], lines: QuoteLineInput[]): Promise<Result> {
  const quotes = await inTurns(rivals, AT_ONCE, (rival) => quote(rival, lines));
  const outcomes = await inTurns(rivals, AT_ONCE, async (rival, at) => {
    return hold(rival, quotes[at] ?? '');
  });
  return {
    winners: outcomes.flatMap((outcome) => (outcome.__typename === 'HoldBasketSuccess' ? [outcome.booking] : [])),
    losers: outcomes.flatMap((outcome) => (outcome.__typename === 'Unavailable' ? [outcome] : [])),
    others: outcomes.filter(({ __typename: name }) => name !== 'HoldBasketSuccess' && name !== 'Unavailable'),
    winner: rivals[outcomes.findIndex(({ __typename: name }) => name === 'HoldBasketSuccess')],
  };
}

async function hold(rival: Graph, quoteId: string): Promise<Outcome> {
  const input = { quoteId, idempotencyKey: randomUUID() };
  for (let attempt = 1; ; attempt += 1) {
    const { data, errors } = await rival.answer(HoldBasketDocument, { input });
    if (errors.length === 0) return data.holdBasket;
    const isLost = errors.every(({ extensions }) => extensions.code === 'SUBGRAPH_TIMEOUT');
    if (!isLost || attempt === MOST_ATTEMPTS) throw new Error(`No answer: ${JSON.stringify(errors)}`);
  }
}

/** Prices lines; answers the quote's id. */
export async function quote(graph: Graph, lines: QuoteLineInput[]): Promise<string> {
  const { quoteBasket } = await graph.ask(QuoteBasketDocument, { input: { lines } });
  return expectOutcome(quoteBasket, 'QuoteBasketSuccess').quote.id;
}

/** What is wanted. */
export interface Wish {
  readonly kind: BookableKind;
  readonly text?: string;
  /** Days from today, and how many of them; left out for goods. */
  readonly days?: readonly [from: number, length: number];
}

const HAMBURG = { latitude: 53.5528, longitude: 10.0067, radiusMeters: 30_000 };
const DAY_MS = 86_400_000;

/** The offers that fit a wish, in Hamburg. */
export async function findOffers(graph: Graph, { kind, text, days }: Wish): Promise<Offer[]> {
  const on = (offset: number) => `${new Date(Date.now() + offset * DAY_MS).toISOString().slice(0, 10)}T10:00`;
  const input = {
    kinds: [kind],
    near: HAMBURG,
    ...(text === undefined ? {} : { text }),
    ...(days === undefined ? {} : { window: { from: on(days[0]), to: on(days[0] + days[1]) } }),
  };
  const { offers } = await graph.ask(FindOffersDocument, { input, first: 50 });
  return offers.edges.map(({ node }) => node);
}

/** The offer of the last one there is. */
export async function findLast(graph: Graph, wish: Wish): Promise<Offer> {
  const last = (await findOffers(graph, wish)).find(({ unitsLeft }) => unitsLeft === 1);
  if (last === undefined) throw new Error(`There is no last ${wish.kind}.`);
  return last;
}
