import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { CountryCodeScalar, TimeZoneScalar } from '@fleetgraph/kit/graphql/scalars';
import { Arg, Ctx, Field, InputType, Int, Mutation, Resolver } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { successOf } from '../../editing/success-of.js';
import { SupplyDuplicate } from '../../editing/supply.errors.js';
import { LocationKind } from '../location.entity.js';
import { LocationType } from '../location.type.js';
import { PositionInput } from '../position.input.js';
import { addLocation } from './add-location.js';

@InputType({ description: 'A place to add.' })
class AddLocationInput {
  @Field(() => String, {
    nullable: true,
    description: 'IATA or ICAO code, short name; unique among its kind. Null: has none.',
  })
  code?: string | null;

  @Field(() => String, { description: 'Name as people know it.' })
  name!: string;

  @Field(() => LocationKind, { description: 'What it is for.' })
  kind!: LocationKind;

  @Field(() => CountryCodeScalar, { description: 'Country it is in.' })
  country!: string;

  @Field(() => TimeZoneScalar, { description: 'IANA time zone, such as Europe/Berlin.' })
  timeZone!: string;

  @Field(() => PositionInput, { description: 'Where it is.' })
  position!: PositionInput;

  @Field(() => String, { nullable: true, description: 'OSM opening_hours syntax; null: not limited.' })
  openingHours?: string | null;

  @Field(() => Int, { nullable: true, description: 'Docks of a station, places of a garage; null: not limited.' })
  capacity?: number | null;
}

const AddLocationSuccess = successOf('AddLocationSuccess', 'location', LocationType, 'The new place.');
const AddLocationPayload = payloadUnion(
  'AddLocationPayload',
  'The place, or why it was not added.',
  AddLocationSuccess,
  SupplyDuplicate,
  InputInvalid,
);

/** Adds a place. */
@Resolver()
export class AddLocationMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => AddLocationPayload, { description: 'Adds a branch, station, airport, workshop, garage or shop.' })
  addLocation(
    @Arg('input', () => AddLocationInput, { description: 'The place.' }) { position, ...input }: AddLocationInput,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof AddLocationPayload> {
    return addLocation(em, { ...input, latitude: position.latitude, longitude: position.longitude })
      .then((location) => new AddLocationSuccess(location))
      .catch(expose(SupplyDuplicate, InputInvalid));
  }
}
