import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { VehicleType } from './vehicle-type.entity.js';

/** What the graph promises of a vehicle type. */
@ObjectType('VehicleType', { description: 'What vehicles of one model share, as another system describes it (GBFS).' })
export class VehicleTypeType {
  @Field(() => ID, { description: 'Opaque.' })
  id!: string;

  @Field(() => String, { description: 'Its id in the other system.' })
  typeId!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'GBFS form factor: bicycle, cargo_bicycle, scooter_standing …' })
  formFactor!: string;

  @Field(() => String, { description: 'GBFS propulsion type: human, electric_assist, electric …' })
  propulsionType!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Furthest it gets with a full battery, in metres; null: has no motor.',
  })
  maxRangeMeters!: number | null;
}

/** Reads vehicle types. */
@Resolver()
export class VehicleTypesQuery {
  @Query(() => [VehicleTypeType], { description: 'The vehicle types of another system: some dozens at most.' })
  vehicleTypes(
    @Arg('system', () => String, { description: 'Name of the other system, as it was imported.' }) system: string,
    @Ctx() { em }: FleetContext,
  ): Promise<VehicleType[]> {
    return em.find(VehicleType, { system }, { orderBy: { typeId: 'asc' }, limit: 500 });
  }
}
