import { Key } from '@fleetgraph/kit/graphql/directives';
import { Field, ID, InterfaceType, registerEnumType } from 'type-graphql';
import { BookableKind } from './bookable-kind.js';

registerEnumType(BookableKind, {
  name: 'BookableKind',
  description: 'What can be booked.',
  valuesConfig: {
    CAR: { description: 'A class of car, rented by days.' },
    BIKE: { description: 'A bike at a station, priced by use.' },
    FLIGHT: { description: 'A seat on a flight.' },
    WORKSHOP: { description: 'An appointment in a workshop.' },
    PRODUCT: { description: 'Goods, by pieces.' },
  },
});

const TYPE_OF_KIND: Readonly<Record<BookableKind, string>> = {
  [BookableKind.CAR]: 'CarClass',
  [BookableKind.BIKE]: 'Bike',
  [BookableKind.FLIGHT]: 'Flight',
  [BookableKind.WORKSHOP]: 'WorkshopService',
  [BookableKind.PRODUCT]: 'ProductVariant',
};

/** What the graph promises of anything that can be booked. */
@Key('id')
@InterfaceType('Bookable', {
  description: 'Anything that can be booked. Whether it is free and what it costs is said by `offers`.',
  resolveType: ({ kind }: { kind: BookableKind }) => TYPE_OF_KIND[kind],
})
export class BookableType {
  @Field(() => ID, { description: 'Opaque. The id of a bike changes after each ride.' })
  id!: string;

  @Field(() => BookableKind, { description: 'What it is.' })
  kind!: BookableKind;

  @Field(() => String, { description: 'Name that a person recognises.' })
  title!: string;
}
