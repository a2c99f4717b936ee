import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { Arg, Ctx, Field, ID, Int, ObjectType, Query, Resolver, registerEnumType } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { SupplyNotFound } from '../../editing/supply.errors.js';
import { countGarages, type GarageAnswer } from './count-garages.js';
import { GarageCapacityInvalid, GarageCapacityShort } from './garages.errors.js';

/** Kinds of vehicles that are stored. */
enum VehicleKind {
  CAR = 'CAR',
  BIKE = 'BIKE',
}
registerEnumType(VehicleKind, {
  name: 'VehicleKind',
  description: 'Kinds of vehicles of the fleet.',
  valuesConfig: { CAR: { description: 'Cars.' }, BIKE: { description: 'Bikes.' } },
});

/** The number of garages. */
@ObjectType({ description: 'How many garages the units need, the largest filled first.' })
class GaragesNeeded {
  @Field(() => Int, { description: 'Garages that are needed; 0 when there is nothing to store.' })
  readonly garages: number;

  @Field(() => Int, { description: 'Units that have to be stored.' })
  readonly units: number;

  @Field(() => Int, {
    description: 'Places in all garages that were considered; with `capacityPerGarage`: in those needed.',
  })
  readonly capacity: number;

  constructor({ garages, units, capacity }: GarageAnswer) {
    this.garages = garages;
    this.units = units;
    this.capacity = capacity;
  }
}

const GaragesNeededPayload = payloadUnion(
  'GaragesNeededPayload',
  'How many garages are needed, or why that cannot be said.',
  GaragesNeeded,
  GarageCapacityShort,
  GarageCapacityInvalid,
  SupplyNotFound,
);

/** Counts garages (F-31). */
@Resolver()
export class GaragesNeededQuery {
  @Query(() => GaragesNeededPayload, { description: 'How many garages are needed to store the units of a kind.' })
  garagesNeeded(
    @Arg('kind', () => VehicleKind, { description: 'What is stored.' }) kind: VehicleKind,
    @Arg('locationId', () => ID, { nullable: true, description: 'Only the units at this place; null: all.' })
    locationId: string | null,
    @Arg('includeOnTrip', () => Boolean, {
      defaultValue: true,
      description: 'False: only the units that sleep in a garage tonight.',
    })
    includeOnTrip: boolean,
    @Arg('capacityPerGarage', () => Int, {
      nullable: true,
      description: 'Plans with any number of garages of this capacity; null: with the garages that there are.',
    })
    capacityPerGarage: number | null,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof GaragesNeededPayload> {
    return countGarages(em, { kind, locationId, includeOnTrip, capacityPerGarage })
      .then((answer) => new GaragesNeeded(answer))
      .catch(expose(GarageCapacityShort, GarageCapacityInvalid, SupplyNotFound));
  }
}
