import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { CurrencyCodeScalar, LocalDateTimeScalar } from '@fleetgraph/kit/graphql/scalars';
import { Arg, Ctx, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { FareTerms } from '../../catalogue/pricing/rate-terms.js';
import { TaxCategory } from '../../catalogue/pricing/tax/tax-category.js';
import type { FleetContext } from '../../context.js';
import { successOf } from '../../editing/success-of.js';
import { SupplyDuplicate, SupplyNotFound } from '../../editing/supply.errors.js';
import { FlightType } from '../flight.type.js';
import { addFlight } from './save-flight.js';

@InputType({ description: 'A flight to add.' })
class AddFlightInput {
  @Field(() => String, { description: 'Carrier and number: LH454; once for each local day of departure.' })
  number!: string;

  @Field(() => ID, { description: 'Airport it leaves from.' })
  originId!: string;

  @Field(() => ID, { description: 'Airport it goes to.' })
  destinationId!: string;

  @Field(() => LocalDateTimeScalar, { description: 'Departure by the clock at the origin.' })
  departs!: string;

  @Field(() => LocalDateTimeScalar, { description: 'Arrival by the clock at the destination.' })
  arrives!: string;

  @Field(() => ID, { description: 'Aircraft: its seats are sold.' })
  aircraftId!: string;

  @Field(() => CurrencyCodeScalar, { description: 'Currency of the fares.' })
  currency!: string;

  @Field(() => TaxCategory, { defaultValue: TaxCategory.ZERO, description: 'Which tax the fares include.' })
  taxCategory!: TaxCategory;

  @Field(() => FareTerms, { description: 'Fares by cabin.' })
  fare!: FareTerms;
}

const AddFlightSuccess = successOf('AddFlightSuccess', 'flight', FlightType, 'The new flight.');
const AddFlightPayload = payloadUnion(
  'AddFlightPayload',
  'The flight, or why it was not added.',
  AddFlightSuccess,
  SupplyDuplicate,
  SupplyNotFound,
  InputInvalid,
);

/** Adds a flight. */
@Resolver()
export class AddFlightMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => AddFlightPayload, { description: 'Adds a flight.' })
  addFlight(
    @Arg('input', () => AddFlightInput, { description: 'The flight.' }) input: AddFlightInput,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof AddFlightPayload> {
    return addFlight(em, input)
      .then((flight) => new AddFlightSuccess(flight))
      .catch(expose(SupplyDuplicate, SupplyNotFound, InputInvalid));
  }
}
