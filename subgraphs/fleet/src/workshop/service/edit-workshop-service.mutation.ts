import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { BigIntScalar } from '@fleetgraph/kit/graphql/scalars';
import { Arg, Ctx, Field, InputType, Int, Mutation, Resolver } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { EditInput } from '../../editing/edit.input.js';
import { successOf } from '../../editing/success-of.js';
import { SupplyDuplicate, SupplyNotFound, SupplyVersionStale } from '../../editing/supply.errors.js';
import { WorkshopServiceType } from '../workshop.type.js';
import { editWorkshopService } from './edit-workshop-service.js';

@InputType({ description: 'What is changed of a service; what is null stays.' })
class EditWorkshopServiceInput extends EditInput {
  @Field(() => String, { nullable: true, description: 'New name.' })
  title?: string | null;

  @Field(() => Int, { nullable: true, description: 'New duration in minutes.' })
  durationMinutes?: number | null;

  @Field(() => Int, { nullable: true, description: 'New buffer before, in minutes.' })
  bufferBeforeMinutes?: number | null;

  @Field(() => Int, { nullable: true, description: 'New buffer after, in minutes.' })
  bufferAfterMinutes?: number | null;

  @Field(() => Int, { nullable: true, description: 'New notice in minutes.' })
  minimumNoticeMinutes?: number | null;

  @Field(() => String, { nullable: true, description: 'New capability that the bay needs.' })
  bayCapability?: string | null;

  @Field(() => String, { nullable: true, description: 'New skill that the technician needs.' })
  skill?: string | null;

  @Field(() => BigIntScalar, { nullable: true, description: 'New price with tax, in minor units.' })
  priceMinor?: bigint | null;
}

const EditWorkshopServiceSuccess = successOf(
  'EditWorkshopServiceSuccess',
  'service',
  WorkshopServiceType,
  'The service as it is now.',
);
const EditWorkshopServicePayload = payloadUnion(
  'EditWorkshopServicePayload',
  'The service, or why it was not edited.',
  EditWorkshopServiceSuccess,
  SupplyDuplicate,
  SupplyNotFound,
  SupplyVersionStale,
  InputInvalid,
);

/** Edits work that a workshop offers. */
@Resolver()
export class EditWorkshopServiceMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => EditWorkshopServicePayload, { description: 'Edits work that a workshop offers.' })
  editWorkshopService(
    @Arg('input', () => EditWorkshopServiceInput, { description: 'The change.' }) input: EditWorkshopServiceInput,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof EditWorkshopServicePayload> {
    return editWorkshopService(em, input)
      .then((service) => new EditWorkshopServiceSuccess(service))
      .catch(expose(SupplyDuplicate, SupplyNotFound, SupplyVersionStale, InputInvalid));
  }
}
