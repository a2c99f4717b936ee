import { Key } from '@fleetgraph/kit/graphql/directives';
import { Field, ID, InterfaceType, registerEnumType } from 'type-graphql';
import { VehicleEvent, VehicleState } from './state/vehicle-state.js';

registerEnumType(VehicleState, {
  name: 'VehicleState',
  description: 'State of a vehicle by MDS 2.0.',
  valuesConfig: {
    AVAILABLE: { description: 'Can be taken now.' },
    RESERVED: { description: 'Somebody is about to take it.' },
    ON_TRIP: { description: 'Somebody has it.' },
    STOPPED: { description: 'Somebody has it and it stands.' },
    NON_OPERATIONAL: { description: 'Cannot be taken: battery, maintenance, off hours.' },
    NON_CONTACTABLE: { description: 'Sends nothing.' },
    MISSING: { description: 'Not where it should be.' },
    ELSEWHERE: { description: 'Outside the area of operation.' },
    REMOVED: { description: 'Not on the street: in the depot or no longer in the fleet.' },
  },
});
registerEnumType(VehicleEvent, {
  name: 'VehicleEvent',
  description: 'What happens to a vehicle, by MDS 2.0; the present state decides which are possible.',
  valuesConfig: {
    AGENCY_DROP_OFF: { description: 'An authority put it back on the street.' },
    AGENCY_PICK_UP: { description: 'An authority took it away.' },
    BATTERY_CHARGED: { description: 'Its battery is charged again.' },
    BATTERY_LOW: { description: 'Its battery is too low to be rented.' },
    COMMS_LOST: { description: 'It sends nothing any more.' },
    COMMS_RESTORED: { description: 'It sends again: back to the state before.' },
    COMPLIANCE_PICK_UP: { description: 'Taken away from where it may not stand.' },
    DECOMMISSIONED: { description: 'Taken out of the fleet for good.' },
    LOCATED: { description: 'It was found: back to the state before.' },
    MAINTENANCE: { description: 'It needs maintenance, or has had it.' },
    MAINTENANCE_PICK_UP: { description: 'Taken away for maintenance.' },
    NOT_LOCATED: { description: 'It is not where it was last seen.' },
    OFF_HOURS: { description: 'Operating hours ended.' },
    ON_HOURS: { description: 'Operating hours began.' },
    PROVIDER_DROP_OFF: { description: 'The operator put it on the street.' },
    REBALANCE_PICK_UP: { description: 'Taken away to where it is needed more.' },
    RESERVATION_CANCEL: { description: 'A reservation ended without a trip.' },
    RESERVATION_START: { description: 'Somebody reserved it.' },
    SYSTEM_RESUME: { description: 'Operation goes on after a stop.' },
    SYSTEM_SUSPEND: { description: 'Operation stops, for example because of the weather.' },
    TRIP_CANCEL: { description: 'A trip ended before it moved.' },
    TRIP_END: { description: 'A trip ended.' },
    TRIP_ENTER_JURISDICTION: { description: 'It came back into the area of operation.' },
    TRIP_LEAVE_JURISDICTION: { description: 'It left the area of operation.' },
    TRIP_RESUME: { description: 'It moves again after a stop.' },
    TRIP_START: { description: 'A trip began.' },
    TRIP_STOP: { description: 'It stands during a trip.' },
    UNSPECIFIED: { description: 'The reason is not known; the target state must be given.' },
  },
});

/** What the graph promises of anything with wheels and a plate. */
@Key('id')
@InterfaceType('Vehicle', {
  description: 'A car of the fleet or a vehicle of a customer.',
  resolveType: (vehicle: object) => ('ownerId' in vehicle ? 'CustomerVehicle' : 'Car'),
})
export class VehicleType {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => VehicleState, { description: 'Where it is in its life, by MDS 2.0.' })
  state!: VehicleState;

  @Field(() => String, { nullable: true, description: 'Registration plate; null: has none.' })
  plate!: string | null;
}
