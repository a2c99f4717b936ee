import { parseArgs } from 'node:util';

/** What the command line asks for. */
export interface ImportOptions {
  readonly kind: 'gbfs' | 'openflights';
  /** Folder, or address of a gbfs.json. */
  readonly source: string;
  /** Origin of the running system. */
  readonly url: string;
  /** Access token of staff; undefined: sign in as the demo system's admin. */
  readonly token?: string | undefined;
  readonly system?: string | undefined;
  readonly country?: string | undefined;
  readonly timeZone?: string | undefined;
  /** First and last day of the flights; undefined: airports only. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly carriers?: readonly string[] | undefined;
  /** Most routes that are taken; undefined: all. */
  readonly limit?: number | undefined;
  readonly isJson: boolean;
}

/** How the command is used. */
export const USAGE = `npm run import -- gbfs FOLDER_OR_URL [--system NAME] [--country DE] [--time-zone Europe/Berlin]
npm run import -- openflights FOLDER [--from YYYY-MM-DD --to YYYY-MM-DD] [--carriers LH,UA] [--limit ROUTES]

  gbfs          stations, vehicle types and capacities of a bike system, GBFS 1.1 to 3.0: a folder with its
                files or the address of its gbfs.json
  openflights   airports of airports.dat and, with --from and --to, flights on the routes of routes.dat

  --url URL     the running system (default http://localhost:4000)
  --token T     access token with the scope fleet:write (default: sign in as admin of the demo system)
  --json        one line of JSON instead of words
`;

/** Raised for a command line that cannot be understood; its message is for the person who typed it. */
export class UsageWrong extends Error {}

/** Understands the command line. */
export function readArguments(args: readonly string[]): ImportOptions {
  const { values, positionals } = parse(args);
  const [kind, source, ...rest] = positionals;
  if (kind !== 'gbfs' && kind !== 'openflights') throw new UsageWrong(`What shall be imported?\n\n${USAGE}`);
  if (source === undefined || rest.length > 0) throw new UsageWrong(`One folder or address is needed.\n\n${USAGE}`);
  if ((values.from === undefined) !== (values.to === undefined))
    throw new UsageWrong('--from and --to belong together.');
  const limit = values.limit === undefined ? undefined : Number(values.limit);
  if (limit !== undefined && !(Number.isInteger(limit) && limit > 0))
    throw new UsageWrong('--limit is a whole number above 0.');
  return {
    kind,
    source,
    url: (values.url ?? 'http://localhost:4000').replace(/\/$/, ''),
    token: values.token,
    system: values.system,
    country: values.country,
    timeZone: values['time-zone'],
    from: day(values.from, '--from'),
    to: day(values.to, '--to'),
    carriers: values.carriers?.split(','),
    limit,
    isJson: values.json ?? false,
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        ...{ url: text, token: text, system: text, country: text, 'time-zone': text },
        ...{ from: text, to: text, carriers: text, limit: text },
        json: { type: 'boolean' },
      },
    });
  } catch (cause) {
    throw new UsageWrong(`${cause instanceof Error ? cause.message : cause}\n\n${USAGE}`, { cause });
  }
}

function day(text: string | undefined, name: string): string | undefined {
  if (text === undefined || (/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)))) return text;
  throw new UsageWrong(`${name} is a day, written YYYY-MM-DD.`);
}
