import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { LocalDateTimeScalar } from '@fleetgraph/kit/graphql/scalars';
import { Arg, Ctx, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { FareTerms } from '../../catalogue/pricing/rate-terms.js';
import type { FleetContext } from '../../context.js';
import { EditInput } from '../../editing/edit.input.js';
import { successOf } from '../../editing/success-of.js';
import { SupplyDuplicate, SupplyNotFound, SupplyVersionStale } from '../../editing/supply.errors.js';
import { FlightType } from '../flight.type.js';
import { editFlight } from './save-flight.js';

@InputType({ description: 'What is changed of a flight; what is null stays.' })
class EditFlightInput extends EditInput {
  @Field(() => LocalDateTimeScalar, { nullable: true, description: 'New departure by the clock at the origin.' })
  departs?: string | null;

  @Field(() => LocalDateTimeScalar, { nullable: true, description: 'New arrival by the clock at the destination.' })
  arrives?: string | null;

  @Field(() => ID, { nullable: true, description: 'New aircraft.' })
  aircraftId?: string | null;

  @Field(() => FareTerms, { nullable: true, description: 'New fares by cabin.' })
  fare?: FareTerms | null;
}

const EditFlightSuccess = successOf('EditFlightSuccess', 'flight', FlightType, 'The flight as it is now.');
const EditFlightPayload = payloadUnion(
  'EditFlightPayload',
  'The flight, or why it was not edited.',
  EditFlightSuccess,
  SupplyDuplicate,
  SupplyNotFound,
  SupplyVersionStale,
  InputInvalid,
);

/** Edits a flight. */
@Resolver()
export class EditFlightMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => EditFlightPayload, { description: 'Edits a flight.' })
  editFlight(
    @Arg('input', () => EditFlightInput, { description: 'The change.' }) input: EditFlightInput,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof EditFlightPayload> {
    return editFlight(em, input)
      .then((flight) => new EditFlightSuccess(flight))
      .catch(expose(SupplyDuplicate, SupplyNotFound, SupplyVersionStale, InputInvalid));
  }
}
