/** A place of the demo company, by a key of ours. */
export interface DemoPlace {
  key: string;
  name: string;
  kind: 'BRANCH' | 'STATION' | 'AIRPORT' | 'WORKSHOP' | 'GARAGE' | 'SHOP';
  country: 'DE' | 'PT' | 'IN';
  timeZone: string;
  code?: string;
  position: { latitude: number; longitude: number };
  openingHours?: string;
  capacity?: number;
}

type Facts = Partial<Pick<DemoPlace, 'code' | 'openingHours' | 'capacity'>>;

function placesIn(country: DemoPlace['country'], timeZone: string) {
  return (
    kind: DemoPlace['kind'],
    key: string,
    name: string,
    at: readonly [number, number],
    facts: Facts = {},
  ): DemoPlace => ({
    key,
    name,
    kind,
    country,
    timeZone,
    position: { latitude: at[0], longitude: at[1] },
    ...facts,
  });
}

const germany = placesIn('DE', 'Europe/Berlin');
const portugal = placesIn('PT', 'Europe/Lisbon');
const azores = placesIn('PT', 'Atlantic/Azores');
const india = placesIn('IN', 'Asia/Kolkata');

const DAYTIME = { openingHours: 'Mo-Su 07:00-21:00' };
const ALWAYS = { openingHours: '24/7' };
const docks = (capacity: number) => ({ capacity, ...ALWAYS });

/** Three countries, four time zones: one of them is half an hour off. */
export const PLACES: readonly DemoPlace[] = [
  germany('BRANCH', 'hamburg', 'Hamburg Central Station', [53.5528, 10.0067], { code: 'HAMC', ...ALWAYS }),
  germany('BRANCH', 'berlin', 'Berlin Ostbahnhof', [52.5103, 13.4347], { code: 'BERC', ...ALWAYS }),
  germany('BRANCH', 'frankfurt', 'Frankfurt Airport Rental', [50.0527, 8.5706], { code: 'FRAC', ...ALWAYS }),
  germany('AIRPORT', 'HAM', 'Hamburg Airport', [53.6304, 9.9882], { code: 'HAM' }),
  germany('AIRPORT', 'BER', 'Berlin Brandenburg Airport', [52.3667, 13.5033], { code: 'BER' }),
  germany('AIRPORT', 'FRA', 'Frankfurt Airport', [50.0333, 8.5706], { code: 'FRA' }),
  germany('WORKSHOP', 'altona', 'Workshop Hamburg-Altona', [53.5511, 9.9357], { code: 'WSHA', ...DAYTIME }),
  germany('SHOP', 'shop-hamburg', 'Fleetgraph Shop Hamburg', [53.5509, 9.9934], { code: 'SHHA', ...DAYTIME }),
  germany('GARAGE', 'garage-hamburg', 'Garage Hammerbrook', [53.5465, 10.0236], { code: 'GAHA', capacity: 60 }),
  germany('GARAGE', 'garage-wandsbek', 'Garage Wandsbek', [53.5722, 10.0714], { code: 'GAWA', capacity: 40 }),
  germany('STATION', 'st-rathaus', 'Hamburg Rathausmarkt', [53.5511, 9.9937], docks(24)),
  germany('STATION', 'st-hbf', 'Hamburg Central Station South', [53.5515, 10.0085], docks(32)),
  germany('STATION', 'st-altona', 'Hamburg Altona', [53.5519, 9.9351], docks(20)),
  germany('STATION', 'st-hafencity', 'Hamburg HafenCity', [53.5413, 9.9985], docks(18)),
  germany('STATION', 'st-stadtpark', 'Hamburg Stadtpark', [53.5967, 10.0227], docks(16)),
  germany('STATION', 'st-alex', 'Berlin Alexanderplatz', [52.5219, 13.4132], docks(24)),
  germany('STATION', 'st-kotti', 'Berlin Kottbusser Tor', [52.499, 13.418], docks(18)),
  portugal('BRANCH', 'lisbon', 'Lisbon Oriente', [38.7679, -9.0991], { code: 'LISC', ...ALWAYS }),
  portugal('AIRPORT', 'LIS', 'Lisbon Airport', [38.7742, -9.1342], { code: 'LIS' }),
  portugal('WORKSHOP', 'alcantara', 'Workshop Lisbon-Alcântara', [38.7039, -9.1748], { code: 'WSLI', ...DAYTIME }),
  portugal('SHOP', 'shop-lisbon', 'Fleetgraph Shop Lisbon', [38.7107, -9.1366], { code: 'SHLI', ...DAYTIME }),
  portugal('STATION', 'st-rossio', 'Lisbon Rossio', [38.7139, -9.1394], docks(22)),
  portugal('STATION', 'st-belem', 'Lisbon Belém', [38.6968, -9.2063], docks(16)),
  azores('BRANCH', 'ponta-delgada', 'Ponta Delgada Harbour', [37.7394, -25.6687], { code: 'PDLC', ...ALWAYS }),
  azores('AIRPORT', 'PDL', 'Ponta Delgada Airport', [37.7412, -25.6979], { code: 'PDL' }),
  india('BRANCH', 'mumbai', 'Mumbai Bandra', [19.0596, 72.8295], { code: 'BOMC', ...ALWAYS }),
  india('AIRPORT', 'BOM', 'Mumbai Airport', [19.0887, 72.8679], { code: 'BOM' }),
  india('STATION', 'st-bandra', 'Mumbai Bandra Reclamation', [19.0465, 72.8206], docks(20)),
];

/** Tax of each country in basis points. */
export const TAX_RATES = [
  { country: 'DE', category: 'STANDARD', rateBps: 1_900 },
  { country: 'DE', category: 'REDUCED', rateBps: 700 },
  { country: 'DE', category: 'ZERO', rateBps: 0 },
  { country: 'PT', category: 'STANDARD', rateBps: 2_300 },
  { country: 'PT', category: 'REDUCED', rateBps: 600 },
  { country: 'PT', category: 'ZERO', rateBps: 0 },
  { country: 'IN', category: 'STANDARD', rateBps: 1_800 },
  { country: 'IN', category: 'REDUCED', rateBps: 500 },
  { country: 'IN', category: 'ZERO', rateBps: 0 },
] as const;
