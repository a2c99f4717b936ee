import { until } from '@fleetgraph/kit/testing/until';
import { ReadMoneyDocument, type ReadMoneyQuery } from '../../client/__generated__/graphql.js';
import type { Graph } from '../../client/graph.js';

/** A booking with its payments, refunds, invoices and messages. */
export type Money = NonNullable<ReadMoneyQuery['booking']>;

/** Reads a booking's money until it is as expected; documents and refunds follow the booking within moments. */
export function untilMoney(graph: Graph, id: string, fits: (booking: Money) => boolean): Promise<Money> {
  return until(async () => {
    const { booking } = await graph.ask(ReadMoneyDocument, { id });
    return booking !== null && fits(booking) ? booking : undefined;
  }, 20_000);
}
