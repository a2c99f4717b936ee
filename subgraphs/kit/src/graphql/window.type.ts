import { Field, ObjectType } from 'type-graphql';
import { Shareable } from './directives.js';
import { ZonedTime } from './zoned-time.type.js';

/** A half-open span of time at a place. */
@Shareable()
@ObjectType({ description: 'From `from` (included) to `to` (excluded).' })
export class Window {
  @Field(() => ZonedTime, { description: 'Start, included.' })
  readonly from: ZonedTime;

  @Field(() => ZonedTime, { nullable: true, description: 'End, excluded; null: open, or only a start is known.' })
  readonly to: ZonedTime | null;

  constructor(from: ZonedTime, to: ZonedTime | null) {
    this.from = from;
    this.to = to;
  }
}
