import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { Arg, Ctx, Field, ID, InputType, Mutation, ObjectType, Resolver } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { successOf } from '../../editing/success-of.js';
import { AircraftCabinType } from './cabin.type.js';
import { saveAircraft } from './save-aircraft.js';

/** What the graph promises of an aircraft. */
@ObjectType('Aircraft', { description: 'A type of aircraft with its seats.' })
export class AircraftType {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'IATA type code, or our own.' })
  code!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => [AircraftCabinType], { description: 'Its cabins from front to back.' })
  cabins!: AircraftCabinType[];
}

@InputType({ description: 'An aircraft, by its code.' })
class SaveAircraftInput {
  @Field(() => String, { description: 'IATA type code, or our own: it names the aircraft.' })
  code!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => [AircraftCabinType], { description: 'Its cabins from front to back.' })
  cabins!: AircraftCabinType[];
}

const SaveAircraftSuccess = successOf('SaveAircraftSuccess', 'aircraft', AircraftType, 'The aircraft as it is now.');
const SaveAircraftPayload = payloadUnion(
  'SaveAircraftPayload',
  'The aircraft, or why it was not saved.',
  SaveAircraftSuccess,
  InputInvalid,
);

/** Adds or edits an aircraft. */
@Resolver()
export class SaveAircraftMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => SaveAircraftPayload, {
    description: 'Adds an aircraft or replaces the one with this code; doing it twice changes nothing.',
  })
  saveAircraft(
    @Arg('input', () => SaveAircraftInput, { description: 'The aircraft.' }) input: SaveAircraftInput,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof SaveAircraftPayload> {
    return saveAircraft(em, input)
      .then((aircraft) => new SaveAircraftSuccess(aircraft))
      .catch(expose(InputInvalid));
  }
}
