import { CacheControl, Key, RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { BookableType } from '../../catalogue/bookable.type.js';
import { VehicleState } from '../state/vehicle-state.js';
import { Propulsion } from './bike.entity.js';

registerEnumType(Propulsion, {
  name: 'Propulsion',
  description: 'What moves a bike (GBFS).',
  valuesConfig: {
    HUMAN: { description: 'Pedals only.' },
    ELECTRIC_ASSIST: { description: 'A motor helps while pedalling.' },
    ELECTRIC: { description: 'A motor alone.' },
  },
});

/** What the graph promises of a bike. */
@Key('id')
@ObjectType('Bike', { implements: BookableType, description: 'A bike at a station, priced by use.' })
export class BikeType extends BookableType {
  @Field(() => Propulsion, { description: 'What moves it.' })
  propulsion!: Propulsion;

  @CacheControl({ maxAge: 0 })
  @Field(() => VehicleState, {
    description: 'Where it is in its life, by MDS 2.0. By an id of an earlier ride: as it was then.',
  })
  state!: VehicleState;

  @Field(() => Int, {
    nullable: true,
    description: 'Furthest it gets with a full battery, in metres; null: has no motor.',
  })
  rangeMeters!: number | null;

  @RequiresScopes('fleet:read')
  @Field(() => ID, { description: 'Its lasting id, for staff only.' })
  unitId!: string;

  @CacheControl({ maxAge: 0 })
  @RequiresScopes('fleet:read')
  @Field(() => Int, { description: 'Grows with each change; staff name it when they edit.' })
  version!: number;
}
