import { Field, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { type AircraftCabin, CabinClass, SeatFeature } from './cabin.js';

registerEnumType(CabinClass, {
  name: 'CabinClass',
  description: 'What a cabin is sold as.',
  valuesConfig: {
    ECONOMY: { description: 'Economy.' },
    PREMIUM_ECONOMY: { description: 'Economy with more room.' },
    BUSINESS: { description: 'Business.' },
    FIRST: { description: 'First.' },
  },
});

registerEnumType(SeatFeature, {
  name: 'SeatFeature',
  description: 'What is special about a seat.',
  valuesConfig: {
    WINDOW: { description: 'At the outer wall.' },
    AISLE: { description: 'Beside an aisle.' },
    EXIT_ROW: { description: 'At an emergency exit: not for infants, children and travellers who need assistance.' },
    EXTRA_LEGROOM: { description: 'More room for the legs.' },
    BASSINET: { description: 'A bassinet can be hung in front of it.' },
    RESTRICTED: { description: 'Does not recline, or has no window or no room under the seat in front.' },
  },
});

/** What the graph promises of a cabin's layout. */
@InputType('AircraftCabinInput', { description: 'One cabin of an aircraft, from front to back.' })
@ObjectType('AircraftCabin', { description: 'One cabin of an aircraft, as its layout describes it.' })
export class AircraftCabinType implements AircraftCabin {
  @Field(() => String, { description: 'Name as painted on the door: "Business".' })
  name!: string;

  @Field(() => CabinClass, { description: 'What the cabin is sold as.' })
  class!: CabinClass;

  @Field(() => Int, { description: 'Number of its first row.' })
  firstRow!: number;

  @Field(() => Int, { description: 'Number of its last row.' })
  lastRow!: number;

  @Field(() => String, { description: 'Letters of the seats from left to right, a space for each aisle: "ABC DEF".' })
  columns!: string;

  @Field(() => [Int], { defaultValue: [], description: 'Numbers that no row has: 13.' })
  skippedRows!: number[];

  @Field(() => [Int], { defaultValue: [], description: 'Rows at an emergency exit.' })
  exitRows!: number[];

  @Field(() => [Int], { defaultValue: [], description: 'Rows with more room for the legs.' })
  extraLegroomRows!: number[];

  @Field(() => [Int], { defaultValue: [], description: 'Rows in front of which a bassinet can be hung.' })
  bassinetRows!: number[];

  @Field(() => [String], {
    defaultValue: [],
    description: 'Designators of seats that do not recline or lack a window.',
  })
  restrictedSeats!: string[];

  @Field(() => [String], { defaultValue: [], description: 'Designators that no seat has, such as 30A beside a door.' })
  missingSeats!: string[];

  @Field(() => [String], {
    defaultValue: [],
    description: 'Designators of seats that are never sold: crew rest, broken.',
  })
  blockedSeats!: string[];
}
