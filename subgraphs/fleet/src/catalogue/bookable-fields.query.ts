import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { FleetContext } from '../context.js';
import type { Location } from '../place/location.entity.js';
import { requireLocation } from '../place/location.loader.js';
import { LocationType } from '../place/location.type.js';
import { BookableType } from './bookable.type.js';
import { MediaType } from './media/media.type.js';
import type { Picture } from './media/picture.js';

/** Fields that every bookable has, read from elsewhere. */
@Resolver(() => BookableType)
export class BookableFields {
  @FieldResolver(() => LocationType, {
    nullable: true,
    description:
      'Where it is offered: station, airport of departure, workshop or shop. Null for a car class: its cars stand at many branches.',
  })
  location(
    @Root() { locationId }: { locationId: string | null },
    @Ctx() context: FleetContext,
  ): Promise<Location> | null {
    return locationId === null ? null : requireLocation(context, locationId);
  }

  @FieldResolver(() => [MediaType], { description: 'Pictures, the best first.' })
  media(@Root() { media }: { media: readonly Picture[] }, @Ctx() { publicUrl }: FleetContext): MediaType[] {
    return media.map(({ kind, key, alt }) => ({ url: `${publicUrl}/media/${kind}/${key}.svg`, alt }));
  }
}
