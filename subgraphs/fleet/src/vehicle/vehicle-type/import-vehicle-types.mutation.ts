import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { Arg, Ctx, Field, InputType, Int, Mutation, Resolver } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { ImportReport } from '../../editing/import/import-report.js';
import { importVehicleTypes } from './import-vehicle-types.js';

@InputType({ description: 'A vehicle type of another system (GBFS vehicle_types).' })
class VehicleTypeRowInput {
  @Field(() => Int, { description: 'Its place in the file: errors name it.' })
  line!: number;

  @Field(() => String, { description: 'Its id in the other system: a repeat recognises it by this.' })
  typeId!: string;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'GBFS form factor.' })
  formFactor!: string;

  @Field(() => String, { description: 'GBFS propulsion type.' })
  propulsionType!: string;

  @Field(() => Int, { nullable: true, description: 'Furthest it gets, in metres; null: has no motor.' })
  maxRangeMeters?: number | null;
}

@InputType({ description: 'Vehicle types of one other system, at most 500 at once.' })
class ImportVehicleTypesInput {
  @Field(() => String, { description: 'Name of the other system: "citibike".' })
  system!: string;

  @Field(() => [VehicleTypeRowInput], { description: 'The types.' })
  rows!: VehicleTypeRowInput[];
}

const ImportVehicleTypesPayload = payloadUnion(
  'ImportVehicleTypesPayload',
  'What was imported.',
  ImportReport,
  InputInvalid,
);

/** Imports vehicle types. */
@Resolver()
export class ImportVehicleTypesMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => ImportVehicleTypesPayload, {
    description: 'Adds and updates vehicle types of another system; a repeat changes nothing.',
  })
  importVehicleTypes(
    @Arg('input', () => ImportVehicleTypesInput, { description: 'The types.' }) input: ImportVehicleTypesInput,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof ImportVehicleTypesPayload> {
    return importVehicleTypes(em, input).catch(expose(InputInvalid));
  }
}
