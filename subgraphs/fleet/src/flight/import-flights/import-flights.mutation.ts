import { InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { expose } from '@fleetgraph/kit/graphql/expose';
import { payloadUnion } from '@fleetgraph/kit/graphql/payload-union';
import { CurrencyCodeScalar, LocalDateTimeScalar } from '@fleetgraph/kit/graphql/scalars';
import { Arg, Ctx, Field, InputType, Int, Mutation, Resolver } from 'type-graphql';
import { FareTerms } from '../../catalogue/pricing/rate-terms.js';
import type { FleetContext } from '../../context.js';
import { ImportReport } from '../../editing/import/import-report.js';
import { importFlights } from './import-flights.js';

@InputType({ description: 'A flight of a timetable.' })
class TimetableRowInput {
  @Field(() => Int, { description: 'Its line in the file: errors name it.' })
  line!: number;

  @Field(() => String, { description: 'Carrier and number; with the local day it names the flight.' })
  number!: string;

  @Field(() => String, { description: 'Code of the airport it leaves from.' })
  originCode!: string;

  @Field(() => String, { description: 'Code of the airport it goes to.' })
  destinationCode!: string;

  @Field(() => LocalDateTimeScalar, { description: 'Departure by the clock at the origin.' })
  departs!: string;

  @Field(() => Int, { description: 'Minutes from departure to arrival.' })
  durationMinutes!: number;

  @Field(() => String, { description: 'Code of the aircraft.' })
  aircraftCode!: string;

  @Field(() => CurrencyCodeScalar, { description: 'Currency of the fares.' })
  currency!: string;

  @Field(() => FareTerms, { description: 'Fares by cabin.' })
  fare!: FareTerms;
}

@InputType({ description: 'Flights of a timetable, at most 500 at once.' })
class ImportFlightsInput {
  @Field(() => [TimetableRowInput], { description: 'The flights.' })
  rows!: TimetableRowInput[];
}

const ImportFlightsPayload = payloadUnion('ImportFlightsPayload', 'What was imported.', ImportReport, InputInvalid);

/** Imports flights. */
@Resolver()
export class ImportFlightsMutation {
  @RequiresScopes('fleet:write')
  @Mutation(() => ImportFlightsPayload, {
    description: 'Adds and updates flights by number and local day; a repeat changes nothing.',
  })
  importFlights(
    @Arg('input', () => ImportFlightsInput, { description: 'The flights.' }) { rows }: ImportFlightsInput,
    @Ctx() { em }: FleetContext,
  ): Promise<typeof ImportFlightsPayload> {
    return importFlights(em, rows).catch(expose(InputInvalid));
  }
}
