import { IllegalTransition } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { Arg, Ctx, Field, InputType, Mutation, Resolver } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { EditInput } from '../../editing/edit.input.js';
import { successOf } from '../../editing/success-of.js';
import { SupplyNotFound, SupplyVersionStale } from '../../editing/supply.errors.js';
import { MaintenanceJobState } from './maintenance-job.entity.js';
import { MaintenanceJobType } from './maintenance-job.type.js';
import { moveJob } from './move-job.js';

@InputType({ description: 'How far a job is now.' })
class MoveMaintenanceJobInput extends EditInput {
  @Field(() => MaintenanceJobState, { description: 'The state that follows.' })
  to!: MaintenanceJobState;
}

const MoveMaintenanceJobSuccess = successOf(
  'MoveMaintenanceJobSuccess',
  'job',
  MaintenanceJobType,
  'The job as it is now.',
);
const MoveMaintenanceJobPayload = payloadUnion(
  'MoveMaintenanceJobPayload',
  'The job, or why it stays where it is.',
  MoveMaintenanceJobSuccess,
  IllegalTransition,
  SupplyNotFound,
  SupplyVersionStale,
);

/** Moves a job along. */
@Resolver()
export class MoveMaintenanceJobMutation {
  @RequiresScopes('workshop:write')
  @Mutation(() => MoveMaintenanceJobPayload, {
    description: 'Moves a maintenance job along, by the states of a workshop.',
  })
  moveMaintenanceJob(
    @Arg('input', () => MoveMaintenanceJobInput, { description: 'The step.' }) input: MoveMaintenanceJobInput,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof MoveMaintenanceJobPayload> {
    return moveJob(em, input)
      .then((job) => new MoveMaintenanceJobSuccess(job))
      .catch(expose(IllegalTransition, SupplyNotFound, SupplyVersionStale));
  }
}
