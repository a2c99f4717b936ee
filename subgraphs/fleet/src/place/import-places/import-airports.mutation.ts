import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { Arg, Ctx, Field, Float, InputType, Int, Mutation, Resolver } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { ImportReport } from '../../editing/import/import-report.js';
import { LocationKind } from '../location.entity.js';
import { naturalKey } from '../save-location/add-location.js';
import { importPlaces } from './import-places.js';

@InputType({ description: 'An airport.' })
class AirportRow {
  @Field(() => Int, { description: 'Its line in the file: errors name it.' })
  line!: number;

  @Field(() => String, { description: 'IATA code, or ICAO code when it has none: a repeat recognises it by this.' })
  code!: string;

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
}

@InputType({ description: 'Airports, at most 500 at once.' })
class ImportAirportsInput {
  @Field(() => [AirportRow], { description: 'The airports.' })
  rows!: AirportRow[];
}

const ImportAirportsPayload = payloadUnion('ImportAirportsPayload', 'What was imported.', ImportReport, InputInvalid);
const OPEN = { capacity: null, isInstalled: true, isRenting: true, isReturning: true };

/** Imports airports. */
@Resolver()
export class ImportAirportsMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => ImportAirportsPayload, {
    description: 'Adds and updates airports by their codes; a repeat changes nothing.',
  })
  importAirports(
    @Arg('input', () => ImportAirportsInput, { description: 'The airports.' }) { rows }: ImportAirportsInput,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof ImportAirportsPayload> {
    const kind = LocationKind.AIRPORT;
    const places = rows.map((row) => ({ ...row, ...OPEN, kind, naturalKey: naturalKey(kind, row.code) }));
    return importPlaces(em, places).catch(expose(InputInvalid));
  }
}
