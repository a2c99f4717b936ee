import { connectionOf } from '@fleetgraph/kit/graphql/connection';
import { Key } from '@fleetgraph/kit/graphql/directives';
import { DateTimeScalar } from '@fleetgraph/kit/graphql/scalars';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { MaintenanceJobState } from './maintenance-job.entity.js';

registerEnumType(MaintenanceJobState, {
  name: 'MaintenanceJobState',
  description: 'How far a job is.',
  valuesConfig: {
    DRAFT: { description: 'Being written.' },
    SCHEDULED: { description: 'Has an appointment.' },
    CHECKED_IN: { description: 'The vehicle is there.' },
    INSPECTING: { description: 'Being looked at.' },
    ESTIMATE_SENT: { description: 'The owner has the estimate.' },
    APPROVED: { description: 'The owner said yes to all of it.' },
    PARTLY_APPROVED: { description: 'The owner said yes to some of it.' },
    DECLINED: { description: 'The owner said no.' },
    WAITING_PARTS: { description: 'Parts are missing.' },
    IN_PROGRESS: { description: 'Being worked on.' },
    QUALITY_CHECK: { description: 'Being checked.' },
    COMPLETED: { description: 'Done.' },
    INVOICED: { description: 'The invoice is out.' },
    RELEASED: { description: 'The owner has the vehicle back.' },
    CANCELLED: { description: 'Did not take place.' },
  },
});

/** What the graph promises of a job. */
@Key('id')
@ObjectType('MaintenanceJob', { description: 'Work on one vehicle; only its owner and staff see it.' })
export class MaintenanceJobType {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => MaintenanceJobState, { description: 'How far it is.' })
  state!: MaintenanceJobState;

  @Field(() => Int, { description: 'Grows with each change; named when moving it along.' })
  version!: number;
}

/** What the graph promises of a change of a job. */
@ObjectType('MaintenanceJobUpdate', { description: 'A job as it was after one change.' })
export class MaintenanceJobUpdateType {
  @Field(() => Int, { description: 'Grows by one with each change: `after` resumes behind it.' })
  sequence!: number;

  @Field(() => DateTimeScalar, { description: 'When it changed.' })
  at!: Date;

  @Field(() => MaintenanceJobType, { description: 'The job after this change.' })
  job!: MaintenanceJobType;
}

const { Connection } = connectionOf(MaintenanceJobType, 'MaintenanceJob');

/** A page of jobs. */
export const MaintenanceJobConnection = Connection;
