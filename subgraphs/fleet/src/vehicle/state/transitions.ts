import { VehicleEvent as E, VehicleState as S } from './vehicle-state.js';

interface Transition {
  readonly event: E;
  readonly from: readonly S[];
  readonly to: readonly S[];
}

const CONTACTABLE = [S.AVAILABLE, S.ELSEWHERE, S.NON_OPERATIONAL, S.ON_TRIP, S.STOPPED, S.REMOVED, S.RESERVED];
const STREET = [S.AVAILABLE, S.NON_OPERATIONAL, S.ELSEWHERE];
const UNSEEN = [S.NON_CONTACTABLE, S.MISSING];

/** The pairs that MDS 2.0 lists; everything else is illegal. STOPPED is the fleet mode's, the rest micromobility's. */
const TABLE: readonly Transition[] = [
  { event: E.AGENCY_DROP_OFF, from: [S.REMOVED, ...UNSEEN], to: [S.AVAILABLE] },
  { event: E.AGENCY_PICK_UP, from: [...STREET, ...UNSEEN], to: [S.REMOVED] },
  { event: E.BATTERY_CHARGED, from: [S.NON_OPERATIONAL], to: [S.AVAILABLE] },
  { event: E.BATTERY_LOW, from: [S.AVAILABLE], to: [S.NON_OPERATIONAL] },
  { event: E.COMMS_LOST, from: CONTACTABLE, to: [S.NON_CONTACTABLE] },
  { event: E.COMMS_RESTORED, from: [S.NON_CONTACTABLE], to: CONTACTABLE },
  { event: E.COMPLIANCE_PICK_UP, from: STREET, to: [S.REMOVED] },
  { event: E.DECOMMISSIONED, from: [...STREET, ...UNSEEN], to: [S.REMOVED] },
  { event: E.LOCATED, from: [S.MISSING], to: CONTACTABLE.filter((state) => state !== S.STOPPED) },
  { event: E.MAINTENANCE, from: [S.AVAILABLE], to: [S.NON_OPERATIONAL] },
  { event: E.MAINTENANCE, from: [S.NON_OPERATIONAL], to: [S.AVAILABLE] },
  { event: E.MAINTENANCE_PICK_UP, from: STREET, to: [S.REMOVED] },
  { event: E.NOT_LOCATED, from: [S.NON_CONTACTABLE], to: [S.MISSING] },
  { event: E.OFF_HOURS, from: [S.AVAILABLE], to: [S.NON_OPERATIONAL] },
  { event: E.ON_HOURS, from: [S.NON_OPERATIONAL], to: [S.AVAILABLE] },
  { event: E.PROVIDER_DROP_OFF, from: [S.REMOVED, ...UNSEEN], to: [S.AVAILABLE] },
  { event: E.REBALANCE_PICK_UP, from: STREET, to: [S.REMOVED] },
  { event: E.RESERVATION_CANCEL, from: [S.RESERVED], to: [S.AVAILABLE] },
  { event: E.RESERVATION_START, from: [S.AVAILABLE], to: [S.RESERVED] },
  { event: E.SYSTEM_RESUME, from: [S.NON_OPERATIONAL], to: [S.AVAILABLE] },
  { event: E.SYSTEM_SUSPEND, from: [S.AVAILABLE], to: [S.NON_OPERATIONAL] },
  { event: E.TRIP_CANCEL, from: [S.ON_TRIP], to: [S.AVAILABLE] },
  { event: E.TRIP_END, from: [S.ON_TRIP, S.STOPPED], to: [S.AVAILABLE] },
  { event: E.TRIP_ENTER_JURISDICTION, from: [S.ELSEWHERE], to: [S.ON_TRIP] },
  { event: E.TRIP_LEAVE_JURISDICTION, from: [S.ON_TRIP], to: [S.ELSEWHERE] },
  { event: E.TRIP_RESUME, from: [S.STOPPED], to: [S.ON_TRIP] },
  { event: E.TRIP_START, from: [S.AVAILABLE, S.RESERVED, S.STOPPED], to: [S.ON_TRIP] },
  { event: E.TRIP_STOP, from: [S.ON_TRIP], to: [S.STOPPED] },
  { event: E.UNSPECIFIED, from: [S.AVAILABLE], to: [S.NON_OPERATIONAL, S.NON_CONTACTABLE, S.REMOVED] },
  { event: E.UNSPECIFIED, from: [S.NON_OPERATIONAL], to: [S.AVAILABLE, S.NON_CONTACTABLE, S.REMOVED] },
  { event: E.UNSPECIFIED, from: [S.ELSEWHERE], to: [S.NON_CONTACTABLE, S.REMOVED] },
  { event: E.UNSPECIFIED, from: [S.ON_TRIP, S.RESERVED, S.REMOVED], to: [S.NON_CONTACTABLE] },
  {
    event: E.UNSPECIFIED,
    from: [S.MISSING],
    to: [S.AVAILABLE, S.NON_OPERATIONAL, S.ELSEWHERE, S.ON_TRIP, S.RESERVED, S.REMOVED],
  },
  {
    event: E.UNSPECIFIED,
    from: [S.NON_CONTACTABLE],
    to: [S.AVAILABLE, S.NON_OPERATIONAL, S.MISSING, S.ELSEWHERE, S.ON_TRIP, S.RESERVED, S.REMOVED],
  },
];

/** The states that an event can lead to from a state; empty when the table does not allow it. */
export const targetsOf = (from: S, event: E): readonly S[] =>
  TABLE.filter((row) => row.event === event && row.from.includes(from)).flatMap((row) => row.to);

/** The events that a vehicle in a state may have next. */
export const allowedEvents = (from: S): readonly E[] => [
  ...new Set(TABLE.filter((row) => row.from.includes(from)).map((row) => row.event)),
];

/** A wanted change: the event, the state it came from before contact was lost, and the target where the event allows several. */
export interface WantedChange {
  readonly from: S;
  readonly event: E;
  readonly previous?: S | undefined;
  readonly to?: S | undefined;
}

/** The state that follows, or undefined when the table does not allow the change or leaves the target open. */
export function nextState({ from, event, previous, to }: WantedChange): S | undefined {
  const targets = targetsOf(from, event);
  if (to !== undefined) return targets.includes(to) ? to : undefined;
  if (targets.length <= 1) return targets[0];
  return previous !== undefined && targets.includes(previous) ? previous : undefined;
}
