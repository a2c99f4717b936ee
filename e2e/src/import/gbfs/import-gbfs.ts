import path from 'node:path';
import { ImportReport } from '../import-report.js';
import type { ImportOptions } from '../read-arguments.js';
import { type Graph, sendRows } from '../send-rows.js';
import { type Feeds, field, readFeeds, rowsOf, text } from './read-feeds.js';
import { readStations } from './read-stations.js';

/** Imports stations, their capacities and the vehicle types of a bike system. */
export async function importGbfs(graph: Graph, options: ImportOptions): Promise<ImportReport[]> {
  const feeds = await readFeeds(options.source);
  const information = field(feeds.systemInformation, 'data');
  const system = options.system ?? text(information, 'system_id') ?? nameOf(options.source);
  const types = new ImportReport('vehicle types');
  await sendRows(graph, { mutation: 'importVehicleTypes', input: { system }, rows: readTypes(feeds, types) }, types);
  const stations = new ImportReport('stations');
  const facts = { country: options.country, timeZone: options.timeZone ?? text(information, 'timezone') };
  const rows = readStations(feeds, facts, stations);
  await sendRows(graph, { mutation: 'importStations', input: { system }, rows }, stations);
  return types.read === 0 ? [stations] : [types, stations];
}

/** A folder `gbfs-citibike` or an address `https://gbfs.citibike.example/…` names the system when nothing else does. */
const nameOf = (source: string): string =>
  /^https?:/.test(source) ? new URL(source).hostname : path.basename(path.resolve(source)).replace(/^gbfs-/, '');

function readTypes(feeds: Feeds, report: ImportReport): object[] {
  return rowsOf(feeds.vehicleTypes, 'vehicle_types').flatMap((type, index) => {
    report.read += 1;
    const line = index + 1;
    const typeId = text(type, 'vehicle_type_id');
    const formFactor = text(type, 'form_factor');
    const propulsionType = text(type, 'propulsion_type');
    if (typeId === undefined || formFactor === undefined || propulsionType === undefined) {
      report.faults.push({ line, message: 'The type lacks its id, form factor or propulsion.' });
      return [];
    }
    const range = field(type, 'max_range_meters');
    const maxRangeMeters = typeof range === 'number' ? Math.round(range) : null;
    return [{ line, typeId, formFactor, propulsionType, name: text(type, 'name') ?? typeId, maxRangeMeters }];
  });
}
