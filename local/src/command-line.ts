import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { StartRefused } from './launch/start-refused.js';

/** Where a system keeps its data unless told otherwise, and where it listens. */
export const DEFAULT_FOLDER = fileURLToPath(new URL('../../.data', import.meta.url));
export const DEFAULT_PORT = 4000;

const FLAGS = {
  port: { type: 'string' },
  data: { type: 'string' },
  reset: { type: 'boolean' },
  processes: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies ParseArgsConfig['options'];

/** What `npm start` was asked for. */
export interface StartCommand {
  port: number;
  folder: string;
  isReset: boolean;
  hasProcesses: boolean;
  isHelp: boolean;
}

export const START_HELP = `npm start -- [flags]      starts the whole of Fleetgraph on this machine

  --port N       port of everything people and programs use (default ${DEFAULT_PORT})
  --data DIR     folder that keeps the data over restarts (default .data)
  --reset        throw the data away and begin anew with the demo data
  --processes    each subgraph in a process of its own, started anew when it dies
  --help         this text

KAFKA_BROKERS=host:port,…  carries events by Kafka instead of the embedded log
LOG_LEVEL=debug            writes more to logs/fleetgraph.log in the data folder`;

/** Reads the flags of `npm start`; a wrong one is told in one sentence. */
export function readStartCommand(args: readonly string[]): StartCommand {
  const { values } = parse(args, FLAGS, false);
  return {
    port: readPort(values.port),
    folder: readFolder(values.data),
    isReset: values.reset === true,
    hasProcesses: values.processes === true,
    isHelp: values.help === true,
  };
}

/** Reads flags and, where they are allowed, words without a dash. */
export function parse<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
  allowPositionals: boolean,
) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals });
  } catch (cause) {
    const [sentence = 'The flags are wrong'] = cause instanceof Error ? cause.message.split('. ') : [];
    throw new StartRefused(`${sentence}; --help lists what there is.`, { cause });
  }
}

/** A port as it was typed. */
export function readPort(text: string | undefined): number {
  if (text === undefined) return DEFAULT_PORT;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new StartRefused(`"${text}" is no port: --port takes a number from 1 to 65535.`);
}

/** A data folder as it was typed; npm runs every script in the root of the checkout. */
export function readFolder(text: string | undefined): string {
  return text === undefined ? DEFAULT_FOLDER : resolve(text);
}
