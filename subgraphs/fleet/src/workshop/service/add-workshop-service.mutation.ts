import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { BigIntScalar, CurrencyCodeScalar } from '@fleetgraph/kit/graphql/scalars';
import { Arg, Ctx, Field, ID, InputType, Int, Mutation, Resolver } from 'type-graphql';
import { TaxCategory } from '../../catalogue/pricing/tax/tax-category.js';
import type { FleetContext } from '../../context.js';
import { successOf } from '../../editing/success-of.js';
import { SupplyDuplicate, SupplyNotFound } from '../../editing/supply.errors.js';
import { WorkshopServiceType } from '../workshop.type.js';
import { addWorkshopService } from './add-workshop-service.js';

@InputType({ description: 'Work that a workshop will offer.' })
class AddWorkshopServiceInput {
  @Field(() => ID, { description: 'The workshop.' })
  locationId!: string;

  @Field(() => String, { description: 'Name that a person recognises; unique in the workshop.' })
  title!: string;

  @Field(() => Int, { description: 'How long it takes, without the buffers.' })
  durationMinutes!: number;

  @Field(() => Int, { defaultValue: 0, description: 'How long the bay is kept free before it.' })
  bufferBeforeMinutes!: number;

  @Field(() => Int, { defaultValue: 0, description: 'How long the bay is kept free after it.' })
  bufferAfterMinutes!: number;

  @Field(() => Int, { defaultValue: 0, description: 'Shortest time between booking and start.' })
  minimumNoticeMinutes!: number;

  @Field(() => String, { description: 'What the bay must be able to do.' })
  bayCapability!: string;

  @Field(() => String, { description: 'What the technician must be qualified for.' })
  skill!: string;

  @Field(() => BigIntScalar, { description: 'Price with tax, in minor units.' })
  priceMinor!: bigint;

  @Field(() => CurrencyCodeScalar, { description: 'Currency of the price.' })
  currency!: string;

  @Field(() => TaxCategory, { defaultValue: TaxCategory.STANDARD, description: 'Which tax the price includes.' })
  taxCategory!: TaxCategory;
}

const AddWorkshopServiceSuccess = successOf(
  'AddWorkshopServiceSuccess',
  'service',
  WorkshopServiceType,
  'The new service.',
);
const AddWorkshopServicePayload = payloadUnion(
  'AddWorkshopServicePayload',
  'The service, or why it was not added.',
  AddWorkshopServiceSuccess,
  SupplyDuplicate,
  SupplyNotFound,
  InputInvalid,
);

/** Adds work that a workshop offers by appointment. */
@Resolver()
export class AddWorkshopServiceMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => AddWorkshopServicePayload, { description: 'Adds work that a workshop offers by appointment.' })
  addWorkshopService(
    @Arg('input', () => AddWorkshopServiceInput, { description: 'The service.' }) input: AddWorkshopServiceInput,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof AddWorkshopServicePayload> {
    return addWorkshopService(em, input)
      .then((service) => new AddWorkshopServiceSuccess(service))
      .catch(expose(SupplyDuplicate, SupplyNotFound, InputInvalid));
  }
}
