import { type Connection, ConnectionArgs, pageSize, toConnection } from '@fleetgraph/kit/graphql/connection';
import { requireViewer } from '@fleetgraph/kit/graphql/context';
import { Authenticated, ConnectionSize, RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { Arg, Args, Ctx, Field, ID, InputType, Query, Resolver } from 'type-graphql';
import type { BookingsContext } from '../../context.js';
import type { Booking } from '../model/booking.entity.js';
import { BookingState } from '../model/line-state.js';
import { BookingConnection, BookingType } from './booking.type.js';
import { type BookingList, type ListedBooking, listBookings } from './list-bookings.js';
import { findBooking, loadBookings } from './load-bookings.js';

/** Narrows a list of bookings. */
@InputType({ description: 'Narrows a list of bookings; what is left out does not.' })
export class BookingFilter {
  @Field(() => [BookingState], { nullable: true, description: 'In one of these states; null: in any.' })
  readonly states?: BookingState[] | null;

  @Field(() => String, { nullable: true, description: 'With this locator, in capitals or not; null: with any.' })
  readonly locator?: string | null;
}

/** A listed row with its booking. */
export interface LoadedRow {
  readonly row: ListedBooking;
  readonly booking: Booking;
}

/** A page with what it lists. */
export type BookingPage = Connection<Booking> & { readonly list: BookingList };

/** Loads listed rows, all in one go; those that are not the viewer's are left out. */
export async function loadListed(context: BookingsContext, rows: readonly ListedBooking[]): Promise<LoadedRow[]> {
  const bookings = await loadBookings(
    rows.map(({ id }) => id),
    context,
  );
  return rows.flatMap((row, i) => {
    const booking = bookings[i];
    return booking ? { row, booking } : [];
  });
}

/** A page of loaded rows. */
export function bookingPage(
  rows: readonly LoadedRow[],
  { list, ...args }: { list: BookingList; first: number; after?: string | null | undefined },
): BookingPage {
  const page = toConnection(rows, args, {
    cursor: ({ row }) => [row.position, row.id],
    node: ({ booking }) => booking,
  });
  return { ...page, list };
}

/** Query.booking and Query.bookings. */
@Resolver()
export class BookingQuery {
  @Authenticated()
  @Query(() => BookingType, { nullable: true, description: 'One booking; null: there is none, or it is not yours.' })
  booking(
    @Arg('id', () => ID, { description: 'Id of the booking.' }) id: string,
    @Ctx() context: BookingsContext,
  ): Promise<Booking | null> {
    return findBooking(context, id);
  }

  @RequiresScopes('bookings:read')
  @ConnectionSize()
  @Query(() => BookingConnection, {
    description: 'All bookings, for staff; for partners those of the own organisation. Newest first.',
  })
  async bookings(
    @Args(() => ConnectionArgs) { first, after }: ConnectionArgs,
    @Arg('filter', () => BookingFilter, { nullable: true, description: 'Which; null: all.' })
    filter: BookingFilter | null,
    @Ctx() context: BookingsContext,
  ): Promise<BookingPage> {
    const { organisationId } = requireViewer(context);
    // The data scope of partners comes from the token, never from an argument.
    const list = { ...filter, ...(organisationId !== undefined && { organisationId }) };
    const rows = await listBookings(context.em, list, { first: pageSize(first), after });
    return bookingPage(await loadListed(context, rows), { list, first, after });
  }
}
