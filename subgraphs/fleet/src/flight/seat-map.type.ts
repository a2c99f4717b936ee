import { Key } from '@fleetgraph/kit/graphql/directives';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { CabinClass, SeatFeature } from './aircraft/cabin.js';

/** What the graph promises of a seat. */
@Key('flightId designator')
@ObjectType('Seat', { description: 'One seat of one flight.' })
export class SeatType {
  @Field(() => ID, { description: 'The flight.' })
  flightId!: string;

  @Field(() => String, { description: 'Row and letter, as printed on the boarding pass: 14C.' })
  designator!: string;

  @Field(() => CabinClass, { description: 'The cabin it is sold in.' })
  cabinClass!: CabinClass;

  @Field(() => [SeatFeature], { description: 'What is special about it; empty: nothing.' })
  features!: readonly SeatFeature[];
}

/** What the graph promises of a row of seats. */
@ObjectType('SeatRow', { description: 'One row of a cabin.' })
export class SeatRowType {
  @Field(() => Int, { description: 'Its number, as printed above the seats.' })
  number!: number;

  @Field(() => [SeatType], { description: 'Its seats from left to right.' })
  seats!: SeatType[];
}

/** What the graph promises of a cabin. */
@ObjectType('Cabin', { description: 'One cabin of an aircraft.' })
export class CabinType {
  @Field(() => String, { description: 'Its name on board.' })
  name!: string;

  @Field(() => CabinClass, { description: 'What it is sold as.' })
  class!: CabinClass;

  @Field(() => String, {
    description: 'Letters of the seats from left to right with a space for each aisle: "ABC DEF".',
  })
  columns!: string;

  @Field(() => [SeatRowType], { description: 'Its rows from front to back.' })
  rows!: SeatRowType[];
}

/** What the graph promises of a seat map. */
@ObjectType('SeatMap', { description: 'The seats of a flight, from front to back.' })
export class SeatMapType {
  @Field(() => [CabinType], { description: 'The cabins from front to back.' })
  cabins!: CabinType[];
}
