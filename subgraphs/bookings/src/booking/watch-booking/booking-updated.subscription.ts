import { watchSequence } from '@fleetgraph/kit/database/sequence-stream';
import { Authenticated } from '@fleetgraph/kit/graphql/directives';
import { GraphError } from '@fleetgraph/kit/graphql/graph-error';
import { DateTimeScalar } from '@fleetgraph/kit/graphql/scalars';
import { Arg, Field, ID, Int, ObjectType, Resolver, Root, Subscription } from 'type-graphql';
import type { BookingsContext } from '../../context.js';
import type { Booking } from '../model/booking.entity.js';
import { BookingType } from '../read/booking.type.js';
import { findBooking, loadChanges } from '../read/load-bookings.js';

/** Channel on which the database tells which booking changed: the trigger on booking_change writes it. */
const CHANNEL = 'booking_changed';

/** A change of a booking. */
@ObjectType({ description: 'A change of a booking.' })
export class BookingUpdate {
  @Field(() => Int, { description: 'Grows by one with each change; send the last one you have as `after`.' })
  readonly sequence!: number;

  @Field(() => DateTimeScalar, { description: 'When it was recorded.' })
  readonly at!: Date;

  @Field(() => BookingType, { description: 'The booking as it is when this is sent: it may be ahead of the sequence.' })
  readonly booking!: Booking;
}

interface Arguments {
  readonly id: string;
  readonly after?: number | null;
}

/** Subscription.bookingUpdated. */
@Resolver()
export class BookingUpdatedSubscription {
  @Authenticated()
  @Subscription(() => BookingUpdate, {
    description:
      'A booking as it changes; the first message is the current state, `after` resumes behind a sequence number.',
    subscribe: ({ args, context }: { args: Arguments; context: BookingsContext }) => watchBooking(context, args),
  })
  bookingUpdated(
    @Root() update: BookingUpdate,
    @Arg('id', () => ID, { description: 'Id of the booking.' }) _id: string,
    @Arg('after', () => Int, {
      nullable: true,
      description: 'Sequence of the last message you have; null: begin with the state.',
    })
    _after: number | null,
  ): BookingUpdate {
    return update;
  }
}

async function* watchBooking(context: BookingsContext, { id, after }: Arguments): AsyncGenerator<BookingUpdate> {
  if (!(await findBooking(context, id))) throw new GraphError('NOT_FOUND');
  yield* watchSequence<BookingUpdate, number>({
    listener: context.listener,
    channel: CHANNEL,
    key: id,
    after: after ?? undefined,
    signal: context.signal,
    read: (last) => readUpdates(context, id, last),
  });
}

/** Rights are looked at again with each change. */
async function readUpdates(context: BookingsContext, id: string, after: number | undefined): Promise<BookingUpdate[]> {
  const booking = await findBooking(context, id);
  if (!booking) throw new GraphError('NOT_FOUND');
  const changes = await loadChanges(context.em.fork(), [id], after ?? booking.version - 1);
  return changes.map(({ sequence, at }) => ({ sequence, at, booking }));
}
