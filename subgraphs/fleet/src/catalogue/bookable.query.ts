import { Arg, Ctx, ID, Query, Resolver } from 'type-graphql';
import type { FleetContext } from '../context.js';
import { BookableType } from './bookable.type.js';
import { findBookables, type ShownBookable } from './find-bookables.js';

/** Reads one bookable whose kind the caller need not know. */
@Resolver()
export class BookableQuery {
  @Query(() => BookableType, { nullable: true, description: 'One bookable; null: there is none with this id.' })
  async bookable(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() { em }: FleetContext,
  ): Promise<ShownBookable | null> {
    const [found] = await findBookables(em, [id]);
    return found ?? null;
  }
}
