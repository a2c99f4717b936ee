import { ConnectionArgs } from '@fleetgraph/kit/graphql/connection';
import { CacheControl, ConnectionSize } from '@fleetgraph/kit/graphql/directives';
import { Arg, Args, Ctx, Field, FieldResolver, ID, InputType, Query, Resolver, Root } from 'type-graphql';
import { NearInput } from '../../catalogue/search/near.input.js';
import type { FleetContext } from '../../context.js';
import { Location, LocationKind } from '../location.entity.js';
import { LocationConnection, LocationType, PositionType } from '../location.type.js';
import { searchLocations } from './find-locations.js';

/** Narrows a list of places. */
@InputType({ description: 'Narrows a list of places; all conditions that are given must hold.' })
export class LocationFilter {
  @Field(() => [LocationKind], { nullable: true, description: 'Kinds that are wanted; null: all.' })
  kinds?: LocationKind[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Words of the name or the code; small typing mistakes are forgiven.',
  })
  text?: string | null;

  @Field(() => NearInput, { nullable: true, description: 'Only places in this circle.' })
  near?: NearInput | null;
}

/** Reads places. */
@Resolver(() => LocationType)
export class LocationQuery {
  @ConnectionSize()
  @Query(() => LocationConnection, { description: 'Places by words, kind and distance; the best match first.' })
  locations(
    @Args(() => ConnectionArgs) page: ConnectionArgs,
    @Arg('filter', () => LocationFilter, { nullable: true, description: 'Null: all places.' })
    filter: LocationFilter | null,
    @Ctx() { em }: FleetContext,
  ): Promise<unknown> {
    return searchLocations(em, filter ?? {}, page);
  }

  @Query(() => LocationType, { nullable: true, description: 'One place; null: there is none with this id.' })
  location(
    @Arg('id', () => ID, { description: 'Its id.' }) id: string,
    @Ctx() { em }: FleetContext,
  ): Promise<Location | null> {
    return em.findOne(Location, { id });
  }

  @CacheControl({ inheritMaxAge: true })
  @FieldResolver(() => PositionType, { description: 'Where it is.' })
  position(@Root() { latitude, longitude }: Location): PositionType {
    return { latitude, longitude };
  }
}
