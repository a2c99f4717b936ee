import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** The feeds of a bike system that are imported, as they came. */
export interface Feeds {
  readonly version: string;
  readonly stationInformation: unknown;
  readonly stationStatus: unknown;
  readonly vehicleTypes: unknown;
  readonly systemInformation: unknown;
}

type ReadFeed = (name: string) => Promise<unknown>;

const TIMEOUT_MS = 30_000;

/** Reads the feeds from a folder, or from the addresses that a gbfs.json names. */
export async function readFeeds(source: string): Promise<Feeds> {
  const read = /^https?:\/\//.test(source) ? await remoteFeeds(source) : folderFeeds(source);
  const stationInformation = await read('station_information');
  if (stationInformation === undefined) throw new Error(`${source} has no station_information.`);
  return {
    version: text(stationInformation, 'version') ?? '1.1',
    stationInformation,
    stationStatus: await read('station_status'),
    vehicleTypes: await read('vehicle_types'),
    systemInformation: await read('system_information'),
  };
}

const folderFeeds =
  (folder: string): ReadFeed =>
  async (name) => {
    const file = path.join(folder, `${name}.json`);
    // A system need not have every feed.
    return existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : undefined;
  };

/** GBFS 1 and 2 list the feeds for each language, GBFS 3 once. */
async function remoteFeeds(url: string): Promise<ReadFeed> {
  const data = field(await fetchJson(url), 'data');
  const [anyLanguage] = Object.values(isObject(data) ? data : {});
  const feeds = field(data, 'feeds') ?? field(anyLanguage, 'feeds');
  if (!Array.isArray(feeds)) throw new Error(`${url} lists no feeds.`);
  return async (name) => {
    const feed = feeds.find((candidate) => text(candidate, 'name') === name);
    const address = text(feed, 'url');
    return address === undefined ? undefined : fetchJson(address);
  };
}

async function fetchJson(url: string): Promise<unknown> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`);
  return answer.json();
}

/** True for anything with fields. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** A field of something that may not be an object. */
export const field = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined);

/** A text field; of the translations of GBFS 3 the English one, else the first. */
export function text(value: unknown, name: string): string | undefined {
  const found = field(value, name);
  if (typeof found === 'string') return found;
  if (typeof found === 'number') return String(found);
  if (!Array.isArray(found)) return undefined;
  const english = found.find((translation) => text(translation, 'language')?.startsWith('en'));
  return text(english ?? found[0], 'text');
}

/** The rows of a feed. */
export function rowsOf(feed: unknown, name: string): readonly unknown[] {
  const rows = field(field(feed, 'data'), name);
  return Array.isArray(rows) ? rows : [];
}
