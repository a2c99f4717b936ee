import { MaintenanceJobState as S } from './maintenance-job.entity.js';

/** Where a job may go next; nothing is worked on before the owner approved it (F-34). */
const NEXT: Readonly<Record<S, readonly S[]>> = {
  [S.DRAFT]: [S.SCHEDULED, S.CANCELLED],
  [S.SCHEDULED]: [S.CHECKED_IN, S.CANCELLED],
  [S.CHECKED_IN]: [S.INSPECTING, S.CANCELLED],
  [S.INSPECTING]: [S.ESTIMATE_SENT, S.CANCELLED],
  [S.ESTIMATE_SENT]: [S.APPROVED, S.PARTLY_APPROVED, S.DECLINED, S.CANCELLED],
  [S.APPROVED]: [S.WAITING_PARTS, S.IN_PROGRESS, S.CANCELLED],
  [S.PARTLY_APPROVED]: [S.WAITING_PARTS, S.IN_PROGRESS, S.CANCELLED],
  [S.DECLINED]: [S.RELEASED, S.CANCELLED],
  [S.WAITING_PARTS]: [S.IN_PROGRESS],
  [S.IN_PROGRESS]: [S.WAITING_PARTS, S.ESTIMATE_SENT, S.QUALITY_CHECK],
  [S.QUALITY_CHECK]: [S.IN_PROGRESS, S.COMPLETED],
  [S.COMPLETED]: [S.INVOICED],
  [S.INVOICED]: [S.RELEASED],
  [S.RELEASED]: [],
  [S.CANCELLED]: [],
};

/** The states that may follow a state. */
export const nextJobStates = (state: S): readonly S[] => NEXT[state];
