import { timestampNow } from '@bufbuild/protobuf/wkt';
import { transact } from '@fleetgraph/kit/database/transact';
import { record } from '@fleetgraph/kit/events/record';
import { type Connection, ConnectionArgs, pageSize } from '@fleetgraph/kit/graphql/connection';
import { ConnectionSize } from '@fleetgraph/kit/graphql/directives';
import { OffersSearchedSchema } from '@fleetgraph/schema/events/bookings_pb';
import { Arg, Args, Ctx, Query, Resolver } from 'type-graphql';
import type { BookingsContext } from '../../context.js';
import { OfferConnection, OfferType } from '../offer.type.js';
import { alternate, type Placed } from './alternate.js';
import { checkSearch } from './check-search.js';
import { OfferSearchInput } from './offer-search.input.js';
import { searchOffers } from './search-offers.js';

/** Query.offers. */
@Resolver()
export class OffersQuery {
  @ConnectionSize()
  @Query(() => OfferConnection, {
    description: 'What is free in a window, at which price: only bookings knows what is held.',
  })
  async offers(
    @Args(() => ConnectionArgs) { first, after }: ConnectionArgs,
    @Arg('input', () => OfferSearchInput, { description: 'What, where and when.' }) input: OfferSearchInput,
    @Ctx() context: BookingsContext,
  ): Promise<Connection<OfferType>> {
    const size = pageSize(first);
    await checkSearch(context, input);
    const kinds = [...new Set(input.kinds)];
    const byKind = await Promise.all(kinds.map((kind) => searchOffers(context.em.fork(), kind, input)));
    if (!after) await recordSearch(context, input, byKind.flat().length);
    return page(context, alternate(byKind, { first: size, after: after ?? null }), { size, isFirst: !after });
  }
}

function page(
  { offers }: BookingsContext,
  placed: readonly Placed[],
  { size, isFirst }: { size: number; isFirst: boolean },
) {
  const edges = placed.slice(0, size).map(({ offer, cursor }) => ({ cursor, node: new OfferType(offers.sign(offer)) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: placed.length > size,
      hasPreviousPage: !isFirst,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** Counted once per search, not per page. */
function recordSearch({ em, viewer }: BookingsContext, input: OfferSearchInput, results: number): Promise<string> {
  const locationId = input.fromLocationId ?? '';
  return transact(em, (tx) =>
    record(tx, OffersSearchedSchema, {
      key: locationId || (input.kinds[0] ?? 'any'),
      payload: {
        kinds: [...input.kinds],
        locationId,
        results,
        at: timestampNow(),
        organisationId: viewer?.organisationId ?? '',
      },
    }),
  );
}
