import { Key } from '@fleetgraph/kit/graphql/directives';
import { Field, ID, ObjectType } from 'type-graphql';

/** A place of fleet's. */
@Key('id', { resolvable: false })
@ObjectType('Location', { description: 'A branch, station, airport, workshop or shop.' })
export class LocationType {
  @Field(() => ID, { description: 'Opaque.' })
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}
