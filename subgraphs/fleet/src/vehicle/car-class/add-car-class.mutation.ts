import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { CountryCodeScalar } from '@fleetgraph/kit/graphql/scalars';
import { Arg, Ctx, Field, ID, InputType, Int, Mutation, Resolver } from 'type-graphql';
import { PictureInput } from '../../catalogue/media/media.type.js';
import type { FleetContext } from '../../context.js';
import { successOf } from '../../editing/success-of.js';
import { SupplyDuplicate, SupplyNotFound } from '../../editing/supply.errors.js';
import { addCarClass } from './add-car-class.js';
import { CarClassType } from './car-class.type.js';

@InputType({ description: 'A class of car to add.' })
class AddCarClassInput {
  @Field(() => String, { description: 'ACRISS code: four letters.' })
  acriss!: string;

  @Field(() => String, { description: 'Name that a person recognises: "Compact, VW Golf or similar".' })
  title!: string;

  @Field(() => CountryCodeScalar, { description: 'Country in which its cars stand.' })
  country!: string;

  @Field(() => Int, { description: 'Number of seats, with the driver.' })
  seats!: number;

  @Field(() => Int, { defaultValue: 18, description: 'Age in years that a driver must have at pick-up.' })
  minimumDriverAge!: number;

  @Field(() => Int, {
    defaultValue: 60,
    description: 'Minutes after each rental in which the car is cleaned and cannot be taken.',
  })
  turnaroundMinutes!: number;

  @Field(() => ID, { description: 'A rate plan by days.' })
  ratePlanId!: string;

  @Field(() => PictureInput, { nullable: true, description: 'How it is drawn; null: by its code.' })
  picture?: PictureInput | null;
}

const AddCarClassSuccess = successOf('AddCarClassSuccess', 'carClass', CarClassType, 'The new class.');
const AddCarClassPayload = payloadUnion(
  'AddCarClassPayload',
  'The class, or why it was not added.',
  AddCarClassSuccess,
  SupplyDuplicate,
  SupplyNotFound,
  InputInvalid,
);

/** Adds a class of car. */
@Resolver()
export class AddCarClassMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => AddCarClassPayload, { description: 'Adds a class of car to a country.' })
  addCarClass(
    @Arg('input', () => AddCarClassInput, { description: 'The class.' }) input: AddCarClassInput,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof AddCarClassPayload> {
    return addCarClass(em, input)
      .then((carClass) => new AddCarClassSuccess(carClass))
      .catch(expose(SupplyDuplicate, SupplyNotFound, InputInvalid));
  }
}
