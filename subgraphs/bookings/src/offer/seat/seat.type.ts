import { Key } from '@fleetgraph/kit/graphql/directives';
import { Field, ID, ObjectType, registerEnumType } from 'type-graphql';

/** Whether a seat can be had. */
export enum SeatState {
  AVAILABLE = 'AVAILABLE',
  HELD = 'HELD',
  TAKEN = 'TAKEN',
  BLOCKED = 'BLOCKED',
}

registerEnumType(SeatState, {
  name: 'SeatState',
  description: 'Whether a seat can be had.',
  valuesConfig: {
    AVAILABLE: { description: 'Free.' },
    HELD: { description: 'In the basket of somebody who has not paid yet; may become free.' },
    TAKEN: { description: 'Sold.' },
    BLOCKED: { description: 'Never sold: crew rest, broken.' },
  },
});

/** A seat of a flight, as bookings knows it. */
@Key('flightId designator')
@ObjectType('Seat', { description: 'A seat on one flight.' })
export class SeatType {
  @Field(() => ID, { description: 'Flight it belongs to. Opaque.' })
  readonly flightId: string;

  @Field(() => String, { description: 'Row and letter, as printed on the boarding pass: 14C.' })
  readonly designator: string;

  constructor(flightId: string, designator: string) {
    this.flightId = flightId;
    this.designator = designator;
  }
}
