import { Entity, Enum, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import type { Versioned } from '../../editing/versioned.js';

/** How far a job is. */
export enum MaintenanceJobState {
  DRAFT = 'DRAFT',
  SCHEDULED = 'SCHEDULED',
  CHECKED_IN = 'CHECKED_IN',
  INSPECTING = 'INSPECTING',
  ESTIMATE_SENT = 'ESTIMATE_SENT',
  APPROVED = 'APPROVED',
  PARTLY_APPROVED = 'PARTLY_APPROVED',
  DECLINED = 'DECLINED',
  WAITING_PARTS = 'WAITING_PARTS',
  IN_PROGRESS = 'IN_PROGRESS',
  QUALITY_CHECK = 'QUALITY_CHECK',
  COMPLETED = 'COMPLETED',
  INVOICED = 'INVOICED',
  RELEASED = 'RELEASED',
  CANCELLED = 'CANCELLED',
}

/** Work on one customer's vehicle; its id is that of the booking line that ordered it. */
@Entity({ tableName: 'maintenance_job' })
export class MaintenanceJob implements Versioned {
  @PrimaryKey({ type: 'text' })
  readonly id!: string;

  @Property({ type: 'text' })
  vehicleId!: string;

  @Property({ type: 'text' })
  locationId!: string;

  @Enum({ items: () => MaintenanceJobState })
  state: MaintenanceJobState = MaintenanceJobState.SCHEDULED;

  @Property({ type: 'integer' })
  version: number = 1;
}
