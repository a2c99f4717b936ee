import { Temporal } from 'temporal-polyfill';
import { Field, ObjectType } from 'type-graphql';
import { Shareable } from './directives.js';
import { DateTimeScalar, LocalDateTimeScalar, TimeZoneScalar } from './scalars.js';

/** A time that was promised at a place. */
@Shareable()
@ObjectType({ description: 'A time at a place: the instant, the zone, and what the clock on the wall shows there.' })
export class ZonedTime {
  @Field(() => DateTimeScalar, { description: 'The instant in UTC.' })
  readonly at: Date;

  @Field(() => TimeZoneScalar, { description: 'IANA zone of the place.' })
  readonly timeZone: string;

  constructor(at: Date, timeZone: string) {
    this.at = at;
    this.timeZone = timeZone;
  }

  @Field(() => LocalDateTimeScalar, { description: 'Wall-clock time that was promised.' })
  get local(): string {
    return Temporal.Instant.fromEpochMilliseconds(this.at.getTime())
      .toZonedDateTimeISO(this.timeZone)
      .toPlainDateTime()
      .toString({ smallestUnit: 'second' });
  }
}
