import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RunningSystem } from '@fleetgraph/local/system/running-system';
import { startSystem } from '@fleetgraph/local/system/start-system';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countryByName, countryByZone } from './find-country.js';
import { readArguments, UsageWrong } from './read-arguments.js';
import { runImport } from './run-import.js';
import { callGraph, type Graph } from './send-rows.js';
import { signedInAsAdmin } from './token-source.js';

let folder: string;
let system: RunningSystem;
let graph: Graph;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'import-'));
  system = await startSystem({
    folder: path.join(folder, 'system'),
    hasDemoData: false,
    isDurable: false,
    logLevel: 'error',
  });
  graph = { url: system.url, token: signedInAsAdmin(system.url), onProgress: () => undefined };
}, 120_000);
afterAll(async () => {
  await system.stop();
  await rm(folder, { recursive: true });
});

const run = (...args: string[]) => runImport(graph, readArguments(args));
const places = async (
  filter: object,
): Promise<{ code: string; name: string; timeZone: string; capacity: number | null; isReturning: boolean }[]> => {
  const document = `query ($filter: LocationFilter) { locations(first: 100, filter: $filter) {
    edges { node { code name timeZone capacity isReturning } } } }`;
  const { locations } = await callGraph<{ locations: { edges: { node: never }[] } }>(graph, document, { filter });
  return locations.edges.map(({ node }) => node);
};

describe('the import of a bike system', () => {
  const station = { station_id: '1', name: 'Rathaus Nord', short_name: 'R1', lat: 53.55, lon: 9.99, capacity: 20 };

  it('takes GBFS 1.1 from a folder, names the stations that are wrong, and changes nothing twice', async () => {
    const source = await gbfsFolder('one', {
      station_information: {
        data: { stations: [station, { ...station, station_id: '2', lat: '53' }, { station_id: '3', lat: 1, lon: 1 }] },
      },
      station_status: { data: { stations: [{ station_id: '1', is_installed: 1, is_renting: 1, is_returning: 0 }] } },
    });
    const [stations] = await run('gbfs', source);
    expect(stations).toMatchObject({ read: 3, added: 1 });
    expect(stations?.faults.map(({ line }) => line)).toEqual([2, 3]);
    expect(await places({ text: 'Rathaus Nord' })).toEqual([
      { code: 'R1', name: 'Rathaus Nord', timeZone: 'Europe/Berlin', capacity: 20, isReturning: false },
    ]);
    expect((await run('gbfs', source))[0]).toMatchObject({ added: 0, changed: 0, unchanged: 1 });
  });

  it('takes GBFS 3.0 from an address, with translated names, types and capacities by type', async () => {
    const feeds: Record<string, unknown> = {
      system_information: { data: { system_id: 'three', timezone: 'Europe/Vienna' } },
      vehicle_types: {
        data: {
          vehicle_types: [
            {
              vehicle_type_id: 'e',
              form_factor: 'bicycle',
              propulsion_type: 'electric_assist',
              max_range_meters: 60_000,
              name: [{ text: 'Stadtrad E', language: 'de' }],
            },
            { vehicle_type_id: 'x', form_factor: 'bicycle', propulsion_type: 'electric' },
          ],
        },
      },
      station_information: {
        version: '3.0',
        data: {
          stations: [
            {
              station_id: 'a',
              name: [
                { text: 'Praterstern Süd', language: 'de' },
                { text: 'Praterstern South', language: 'en' },
              ],
              lat: 48.218,
              lon: 16.392,
              vehicle_docks_capacity: [
                { vehicle_type_ids: ['e'], count: 7 },
                { vehicle_type_ids: ['x'], count: 5 },
              ],
            },
          ],
        },
      },
    };
    const server = await serve(feeds);
    try {
      const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const [types, stations] = await run('gbfs', `${origin}/gbfs.json`);
      expect(types).toMatchObject({ read: 2, added: 1, faults: [{ line: 2 }] });
      expect(stations).toMatchObject({ read: 1, added: 1, faults: [] });
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
    expect(await places({ text: 'Praterstern' })).toEqual([
      { code: 'a', name: 'Praterstern South', timeZone: 'Europe/Vienna', capacity: 12, isReturning: true },
    ]);
  });

  async function gbfsFolder(name: string, feeds: Record<string, unknown>): Promise<string> {
    const source = await mkdtemp(path.join(folder, `gbfs-${name}-`));
    for (const [feed, content] of Object.entries(feeds))
      await writeFile(path.join(source, `${feed}.json`), JSON.stringify(content));
    return source;
  }

  async function serve(feeds: Record<string, unknown>): Promise<Server> {
    const server = createServer((request, response) => {
      const name = path.basename(request.url ?? '', '.json');
      const origin = `http://${request.headers.host}`;
      const list = Object.keys(feeds).map((feed) => ({ name: feed, url: `${origin}/${feed}.json` }));
      response.end(JSON.stringify(name === 'gbfs' ? { version: '3.0', data: { feeds: list } } : feeds[name]));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return server;
  }
});

describe('the import of OpenFlights', () => {
  const AIRPORTS = [
    '1,"Hamburg ""Helmut Schmidt""","Hamburg","Germany","HAM","EDDH",53.63,9.98,53,1,"E","Europe/Berlin","airport","OurAirports"',
    '2,"Winnipeg / St. Andrews","Winnipeg","Canada",\\N,"CYAV",50.05,-97.03,760,-6,"A",\\N,"airport","OurAirports"',
    'this is no airport',
    '4,"Nowhere","Nowhere","Atlantis","ATL","AAAA",0,0,0,0,"U","Etc/UTC","airport","OurAirports"',
    '5,"Broken',
    '6,"Munich","Munich","Germany","MUC","EDDM",48.35,11.78,1487,1,"E","Europe/Berlin","airport","OurAirports"',
  ];
  const ROUTES = [
    'LH,3320,HAM,1,MUC,6,,0,320 319',
    'LH,3320,MUC,6,HAM,1,,0,CR9',
    'UA,5209,HAM,1,MUC,6,Y,0,320',
    'LH,3320,HAM,1,XXX,9,,0,320',
    'ABC,1,HAM,1,MUC,6,,0,320',
  ];

  it('takes airports and flights of the days, names the lines that are wrong, and changes nothing twice', async () => {
    const source = await mkdtemp(path.join(folder, 'openflights-'));
    await writeFile(path.join(source, 'airports.dat'), `${AIRPORTS.join('\n')}\n`);
    await writeFile(path.join(source, 'routes.dat'), `${ROUTES.join('\n')}\n`);
    await writeFile(path.join(source, 'planes.dat'), '"Airbus A320","320","A320"\n');
    const days = ['--from', '2030-03-30', '--to', '2030-04-01'];
    const [airports, flights] = await run('openflights', source, ...days);
    expect(airports).toMatchObject({ read: 6, added: 3 });
    expect(airports?.faults.map(({ line }) => line).sort()).toEqual([3, 4, 5]);
    expect(airports?.mended).toEqual([
      { line: 2, message: 'CYAV has no zone; at its position it is America/Winnipeg.' },
    ]);
    expect(flights).toMatchObject({ added: 6 });
    expect(flights?.faults.map(({ line }) => line)).toEqual([4, 5]);

    const again = await run('openflights', source, ...days);
    expect(again).toMatchObject([
      { added: 0, changed: 0, unchanged: 3 },
      { added: 0, changed: 0, unchanged: 6 },
    ]);
    const document = `{ flight(number: "LH1", departsOn: "2030-03-31") { title aircraft seatMap { cabins { class } } } }`;
    const { flight } = await callGraph<{ flight: object }>(graph, document, {});
    expect(flight).toEqual({
      title: 'LH1 Hamburg "Helmut Schmidt" – Munich',
      aircraft: 'Airbus A320',
      seatMap: { cabins: [{ class: 'BUSINESS' }, { class: 'ECONOMY' }] },
    });
  });
});

describe('countries', () => {
  it('are known by present and former English names, and by their zones', () => {
    expect(
      ['Germany', "Cote d'Ivoire", 'Burma', 'Antigua and Barbuda', 'Turkey', 'Reunion', 'Macau'].map(countryByName),
    ).toEqual(['DE', 'CI', 'MM', 'AG', 'TR', 'RE', 'MO']);
    expect(countryByName('Atlantis')).toBeUndefined();
    expect(['America/New_York', 'Asia/Calcutta', 'Asia/Kolkata', 'Europe/Berlin'].map(countryByZone)).toEqual([
      'US',
      'IN',
      'IN',
      'DE',
    ]);
  });
});

describe('the command line', () => {
  it('is understood or explained', () => {
    expect(readArguments(['gbfs', 'x', '--url', 'http://h:1/'])).toMatchObject({
      kind: 'gbfs',
      source: 'x',
      url: 'http://h:1',
    });
    for (const args of [
      [],
      ['gbfs'],
      ['x', 'y'],
      ['gbfs', 'x', '--nonsense'],
      ['openflights', 'x', '--from', '2030-01-01'],
      ['openflights', 'x', '--limit', 'many'],
    ]) {
      expect(() => readArguments(args)).toThrow(UsageWrong);
    }
  });
});
