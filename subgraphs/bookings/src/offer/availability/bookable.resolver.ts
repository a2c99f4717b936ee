import { batchedLoader } from '@fleetgraph/kit/graphql/batched-loader';
import { Window } from '@fleetgraph/kit/graphql/window.type';
import { ZonedTime } from '@fleetgraph/kit/graphql/zoned-time.type';
import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { BookingsContext } from '../../context.js';
import { BookableType, RatingSummary } from '../bookable.type.js';
import { WindowInput } from '../search/offer-search.input.js';
import { type AvailabilityQuestion, type FreeSpan, loadAvailability } from './load-availability.js';

const loadSpans = batchedLoader<AvailabilityQuestion, FreeSpan[] | null, BookingsContext>(
  (questions, { em }) => loadAvailability(em, questions),
  (question) => JSON.stringify(question),
);

/** What bookings adds to anything bookable. */
@Resolver(() => BookableType)
export class BookableResolver {
  @FieldResolver(() => [Window], {
    nullable: true,
    description: 'Spans inside the window in which at least one unit is free; null: not known here.',
  })
  async availability(
    @Root() { id }: BookableType,
    @Arg('window', () => WindowInput, { description: 'When; without an end, the rest of the day.' })
    window: WindowInput,
    @Ctx() context: BookingsContext,
  ): Promise<Window[] | null> {
    const spans = await loadSpans(context, { bookableId: id, window });
    return (
      spans?.map(({ from, to, timeZone }) => new Window(new ZonedTime(from, timeZone), new ZonedTime(to, timeZone))) ??
      null
    );
  }

  @FieldResolver(() => RatingSummary, {
    nullable: true,
    description: 'What customers thought of it; null: not rated yet.',
  })
  rating(): RatingSummary | null {
    return null;
  }
}
