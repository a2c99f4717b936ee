import { CacheControl, Key } from '@fleetgraph/kit/graphql/directives';
import { Field, ID, InterfaceType, registerEnumType } from 'type-graphql';
import { BookableKind } from './bookable-kind.js';
import { CATALOGUE_SECONDS } from './catalogue-seconds.js';

registerEnumType(BookableKind, {
  name: 'BookableKind',
  description: 'What kind of thing is booked.',
  valuesConfig: {
    CAR: { description: 'A car of a class, for days.' },
    BIKE: { description: 'A bike at a station, for minutes.' },
    FLIGHT: { description: 'A seat on a flight.' },
    WORKSHOP: { description: 'A slot for a service, with bay and technician.' },
    PRODUCT: { description: 'Goods from a shop.' },
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
@CacheControl({ maxAge: CATALOGUE_SECONDS })
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
