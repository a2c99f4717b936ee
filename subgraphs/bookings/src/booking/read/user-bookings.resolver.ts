import { isStaffWith } from '@fleetgraph/kit/auth/viewer';
import { batchedLoader } from '@fleetgraph/kit/graphql/batched-loader';
import { ConnectionArgs, pageSize } from '@fleetgraph/kit/graphql/connection';
import { ConnectionSize } from '@fleetgraph/kit/graphql/directives';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { BookingsContext } from '../../context.js';
import { type BookingPage, bookingPage, loadListed } from './booking.query.js';
import { BookingConnection } from './booking.type.js';
import { listBookings } from './list-bookings.js';
import { UserType } from './neighbour.types.js';

interface PageOfUser {
  readonly userId: string;
  readonly first: number;
  readonly after: string | null;
}

/** Pages of many users in one statement per page position. */
const loadPage = batchedLoader<PageOfUser, BookingPage, BookingsContext>(
  async (keys, context) => {
    const pages = new Map<PageOfUser, BookingPage>();
    for (const group of Map.groupBy(keys, ({ first, after }) => `${first} ${after}`).values()) {
      const [{ first, after }] = group as [PageOfUser]; // groupBy makes no empty groups
      const rows = await listBookings(context.em, { customerIds: group.map(({ userId }) => userId) }, { first, after });
      const loaded = await loadListed(context, rows);
      for (const key of group) {
        const own = loaded.filter(({ booking }) => booking.customerId === key.userId);
        pages.set(key, bookingPage(own, { list: { customerIds: [key.userId] }, first, after }));
      }
    }
    return keys.map((key) => pages.get(key) ?? new Error('every key is in a group'));
  },
  ({ userId, first, after }) => `${userId} ${first} ${after}`,
);

/** User.bookings. */
@Resolver(() => UserType)
export class UserBookingsResolver {
  @ConnectionSize()
  @FieldResolver(() => BookingConnection, {
    nullable: true,
    description: 'Their bookings, newest first; null: not yours to see.',
  })
  async bookings(
    @Root() { id }: UserType,
    @Args(() => ConnectionArgs) { first, after }: ConnectionArgs,
    @Ctx() context: BookingsContext,
  ): Promise<BookingPage | null> {
    const { viewer } = context;
    const isOwn = viewer?.kind === 'user' && viewer.subject === id;
    if (!isOwn && !isStaffWith(viewer, 'bookings:read')) return null;
    return loadPage(context, { userId: id, first: pageSize(first), after: after ?? null });
  }
}
