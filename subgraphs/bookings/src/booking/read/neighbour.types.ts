import { Key } from '@fleetgraph/kit/graphql/directives';
import { Field, ID, ObjectType } from 'type-graphql';

/** A car of fleet's. */
@Key('id', { resolvable: false })
@ObjectType('Car', { description: 'A car.' })
export class CarType {
  @Field(() => ID, { description: 'Opaque.' })
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

/** A vehicle that a customer owns; fleet's. */
@Key('id', { resolvable: false })
@ObjectType('CustomerVehicle', { description: 'A vehicle that belongs to a customer.' })
export class CustomerVehicleType {
  @Field(() => ID, { description: 'Opaque.' })
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

/** A job in a workshop; fleet's. */
@Key('id', { resolvable: false })
@ObjectType('MaintenanceJob', { description: 'Work on a vehicle.' })
export class MaintenanceJobType {
  @Field(() => ID, { description: 'Opaque.' })
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

/** A person; users'. */
@Key('id')
@ObjectType('User', { description: 'A person with an account.' })
export class UserType {
  @Field(() => ID, { description: 'Opaque.' })
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}
