import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { Arg, Ctx, Field, Float, InputType, Int, Mutation, Resolver } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { ImportReport } from '../../editing/import/import-report.js';
import { LocationKind } from '../location.entity.js';
import { importPlaces } from './import-places.js';

@InputType({ description: 'A station of another system (GBFS station_information and station_status).' })
class StationRow {
  @Field(() => Int, { description: 'Its place in the file: errors name it.' })
  line!: number;

  @Field(() => String, { description: 'Its id in the other system: a repeat recognises it by this.' })
  stationId!: string;

  @Field(() => String, { nullable: true, description: 'Short name; null: the id.' })
  shortName?: string | null;

  @Field(() => String, { description: 'Its name.' })
  name!: string;

  @Field(() => String, { description: 'ISO 3166-1 alpha-2 country.' })
  country!: string;

  @Field(() => String, { description: 'IANA time zone.' })
  timeZone!: string;

  @Field(() => Float, { description: 'Degrees north.' })
  latitude!: number;

  @Field(() => Float, { description: 'Degrees east.' })
  longitude!: number;

  @Field(() => Int, { nullable: true, description: 'Number of docks; null: not limited, as at a virtual station.' })
  capacity?: number | null;

  @Field(() => Boolean, { defaultValue: true, description: 'Whether it is on the street.' })
  isInstalled!: boolean;

  @Field(() => Boolean, { defaultValue: true, description: 'Whether bikes can be taken.' })
  isRenting!: boolean;

  @Field(() => Boolean, { defaultValue: true, description: 'Whether bikes can be returned.' })
  isReturning!: boolean;
}

@InputType({ description: 'Stations of one other system, at most 500 at once.' })
class ImportStationsInput {
  @Field(() => String, { description: 'Name of the other system: "citibike".' })
  system!: string;

  @Field(() => [StationRow], { description: 'The stations.' })
  rows!: StationRow[];
}

const ImportStationsPayload = payloadUnion('ImportStationsPayload', 'What was imported.', ImportReport, InputInvalid);

/** Imports stations. */
@Resolver()
export class ImportStationsMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => ImportStationsPayload, {
    description: 'Adds and updates stations of another system; a repeat changes nothing.',
  })
  importStations(
    @Arg('input', () => ImportStationsInput, { description: 'The stations.' }) { system, rows }: ImportStationsInput,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof ImportStationsPayload> {
    const places = rows.map(({ stationId, shortName, capacity, ...row }) => ({
      ...row,
      kind: LocationKind.STATION,
      naturalKey: `STATION:${system}/${stationId}`,
      code: shortName ?? stationId,
      capacity: capacity ?? null,
    }));
    return importPlaces(em, places).catch(expose(InputInvalid));
  }
}
