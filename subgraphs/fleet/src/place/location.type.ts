import { connectionOf } from '@fleetgraph/kit/graphql/connection';
import { CacheControl, Key, RequiresScopes, Shareable } from '@fleetgraph/kit/graphql/directives';
import { CountryCodeScalar, TimeZoneScalar } from '@fleetgraph/kit/graphql/scalars';
import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { CATALOGUE_SECONDS } from '../catalogue/catalogue-seconds.js';
import { LocationKind } from './location.entity.js';

registerEnumType(LocationKind, {
  name: 'LocationKind',
  description: 'What a place is for.',
  valuesConfig: {
    BRANCH: { description: 'Cars are handed over here.' },
    STATION: { description: 'Bikes stand here.' },
    AIRPORT: { description: 'Flights leave and arrive here.' },
    WORKSHOP: { description: 'Vehicles are worked on here.' },
    GARAGE: { description: 'Vehicles are stored here.' },
    SHOP: { description: 'Goods are sold and collected here.' },
  },
});

/** A point on the earth. */
@Shareable()
@ObjectType('Position', { description: 'A point on the earth (WGS 84).' })
export class PositionType {
  @Field(() => Float, { description: 'Degrees north, -90 to 90.' })
  latitude!: number;

  @Field(() => Float, { description: 'Degrees east, -180 to 180.' })
  longitude!: number;
}

/** What the graph promises of a place. */
@CacheControl({ maxAge: CATALOGUE_SECONDS })
@Key('id')
@ObjectType('Location', { description: 'A place where something is offered, taken or stored.' })
export class LocationType {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, {
    nullable: true,
    description: 'IATA or ICAO code of an airport, short name of a station; null: has none.',
  })
  code!: string | null;

  @Field(() => String, { description: 'Name as people know it.' })
  name!: string;

  @Field(() => LocationKind, { description: 'What the place is for.' })
  kind!: LocationKind;

  @Field(() => CountryCodeScalar, { description: 'Country it is in: decides the tax.' })
  country!: string;

  @Field(() => TimeZoneScalar, { description: 'IANA zone: all times promised here are times of this zone.' })
  timeZone!: string;

  @Field(() => String, { nullable: true, description: 'OSM opening_hours syntax; null: not limited.' })
  openingHours!: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Docks of a station, places of a garage; null: not limited or not known.',
  })
  capacity!: number | null;

  @Field(() => Boolean, { description: 'False: the station is planned or taken away (GBFS).' })
  isInstalled!: boolean;

  @Field(() => Boolean, { description: 'False: nothing can be taken here now (GBFS).' })
  isRenting!: boolean;

  @Field(() => Boolean, { description: 'False: nothing can be returned here now (GBFS).' })
  isReturning!: boolean;

  @RequiresScopes('fleet:read')
  @Field(() => Int, { description: 'Grows with each edit; staff name it when they edit.' })
  version!: number;
}

const { Connection } = connectionOf(LocationType, 'Location');

/** A page of places. */
export const LocationConnection = Connection;
