import { connectionOf } from '@fleetgraph/kit/graphql/connection';
import { Key } from '@fleetgraph/kit/graphql/directives';
import { DateTimeScalar } from '@fleetgraph/kit/graphql/scalars';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { BookingState } from '../model/line-state.js';
import type { BookingList } from './list-bookings.js';

/** A basket that somebody took. The entity Booking stands behind it. */
@Key('id')
@ObjectType('Booking', { description: 'A basket that somebody took: lines of any kinds, held together and paid once.' })
export class BookingType {
  @Field(() => ID, { description: 'Opaque.' })
  readonly id!: string;

  @Field(() => String, { description: 'Six characters a person can read out.' })
  readonly locator!: string;

  @Field(() => BookingState, { description: 'Follows from its lines.' })
  readonly state!: BookingState;

  @Field(() => String, {
    nullable: true,
    description: "The partner's own number; null: not booked by a partner, or none given.",
  })
  readonly partnerReference!: string | null;

  @Field(() => DateTimeScalar, { description: 'When it was held.' })
  readonly bookedAt!: Date;

  @Field(() => Int, { description: 'Grows with every change; send it as `expectedVersion`.' })
  readonly version!: number;
}

/** A row of a timeline. */
@ObjectType('TimelineEntry', { description: 'Something that happened to a booking.' })
export class TimelineEntryType {
  @Field(() => DateTimeScalar, { description: 'When it was recorded.' })
  readonly at!: Date;

  @Field(() => String, { description: 'What happened, in plain words.' })
  readonly title!: string;
}

const { Connection } = connectionOf(BookingType, 'Booking');

/** A page of bookings; knows what it lists, so that they are counted only when asked for. */
@ObjectType('BookingConnection', { description: 'A page of bookings, newest first.' })
export class BookingConnection extends Connection {
  readonly list!: BookingList;
}
