import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { TimeZoneScalar } from '@fleetgraph/kit/graphql/scalars';
import { Arg, Ctx, Field, InputType, Int, Mutation, Resolver } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { EditInput } from '../../editing/edit.input.js';
import { successOf } from '../../editing/success-of.js';
import { SupplyNotFound, SupplyVersionStale } from '../../editing/supply.errors.js';
import { LocationType } from '../location.type.js';
import { PositionInput } from '../position.input.js';
import { editLocation } from './edit-location.js';

@InputType({ description: 'What is changed of a place; what is null stays.' })
class EditLocationInput extends EditInput {
  @Field(() => String, { nullable: true, description: 'New name.' })
  name?: string | null;

  @Field(() => TimeZoneScalar, { nullable: true, description: 'New IANA time zone.' })
  timeZone?: string | null;

  @Field(() => PositionInput, { nullable: true, description: 'New position.' })
  position?: PositionInput | null;

  @Field(() => String, { nullable: true, description: 'New opening hours, in OSM opening_hours syntax.' })
  openingHours?: string | null;

  @Field(() => Int, { nullable: true, description: 'New capacity.' })
  capacity?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether something can be taken here now.' })
  isRenting?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether something can be returned here now.' })
  isReturning?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'True: the place is closed for good and no longer listed.' })
  isRetired?: boolean | null;
}

const EditLocationSuccess = successOf('EditLocationSuccess', 'location', LocationType, 'The place as it is now.');
const EditLocationPayload = payloadUnion(
  'EditLocationPayload',
  'The place, or why it was not edited.',
  EditLocationSuccess,
  SupplyNotFound,
  SupplyVersionStale,
  InputInvalid,
);

/** Edits a place. */
@Resolver()
export class EditLocationMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => EditLocationPayload, { description: 'Edits a place.' })
  editLocation(
    @Arg('input', () => EditLocationInput, { description: 'The change.' }) { position, ...input }: EditLocationInput,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof EditLocationPayload> {
    return editLocation(em, { ...input, ...position })
      .then((location) => new EditLocationSuccess(location))
      .catch(expose(SupplyNotFound, SupplyVersionStale, InputInvalid));
  }
}
