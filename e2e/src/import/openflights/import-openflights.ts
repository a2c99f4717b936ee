import path from 'node:path';
import { ImportReport } from '../import-report.js';
import type { ImportOptions } from '../read-arguments.js';
import { callGraph, type Graph, sendRows } from '../send-rows.js';
import { type AircraftInput, drawAircraft } from './draw-aircraft.js';
import { daysBetween, planFlight } from './plan-flights.js';
import { type AirportRow, readAirports } from './read-airports.js';
import { type Route, readAircraftNames, readRoutes } from './read-routes.js';

/** Imports airports and, for a range of days, flights on the routes between them. */
export async function importOpenflights(graph: Graph, options: ImportOptions): Promise<ImportReport[]> {
  const airports = new ImportReport('airports');
  const rows = await readAirports(path.join(options.source, 'airports.dat'), airports);
  await sendRows(graph, { mutation: 'importAirports', rows }, airports);
  const { from, to } = options;
  if (from === undefined || to === undefined) return [airports];
  return [airports, await importFlights(graph, { ...options, from, to }, rows)];
}

async function importFlights(
  graph: Graph,
  { source, from, to, carriers, limit }: ImportOptions & { from: string; to: string },
  airports: readonly AirportRow[],
): Promise<ImportReport> {
  const report = new ImportReport('flights');
  const routes = await readRoutes(source, { airports, carriers, limit }, report);
  await saveAircraft(graph, source, routes);
  const flights = daysBetween(from, to).flatMap((day) => routes.map((route) => planFlight(route, day)));
  report.read = flights.length + report.faults.length;
  await sendRows(graph, { mutation: 'importFlights', rows: flights }, report);
  return report;
}

async function saveAircraft(graph: Graph, folder: string, routes: readonly Route[]): Promise<void> {
  const names = await readAircraftNames(folder);
  const codes = [...new Set(routes.map(({ aircraftCode }) => aircraftCode))];
  const document = `mutation SaveAircraft($input: SaveAircraftInput!) { saveAircraft(input: $input) { ... on UserError { message } } }`;
  for (const [index, code] of codes.entries()) {
    const input: AircraftInput = drawAircraft(code, names.get(code) ?? code);
    const { saveAircraft } = await callGraph<{ saveAircraft: { message?: string } }>(graph, document, { input });
    if (saveAircraft.message !== undefined) throw new Error(`Aircraft ${code}: ${saveAircraft.message}`);
    graph.onProgress('aircraft', index + 1, codes.length);
  }
}
