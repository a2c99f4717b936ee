import { parseArgs } from 'node:util';
import { ConfigInvalid } from '@fleetgraph/kit/config/parse-env';
import { parse as parseYaml } from 'yaml';
import { type ConfigPath, checkConfig } from './check-config.js';
import type { RouterConfig } from './config-schema.js';
import { readConfigFile } from './read-config-file.js';

/** What the command was asked to do. */
export type CommandTask =
  | { readonly kind: 'help' }
  | { readonly kind: 'check' | 'serve'; readonly config: RouterConfig };

const FLAGS = {
  supergraph: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  config: { type: 'string' },
  set: { type: 'string', multiple: true },
  workers: { type: 'string' },
  dev: { type: 'boolean' },
  check: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** Settings that have a flag of their own; all others are given by `--set`. */
const OWN_FLAGS = ['supergraph', 'port', 'host', 'workers'] as const;

/** Reads the file of `--config` and the flags, which win; throws `ConfigInvalid`. */
export function loadConfig(args: readonly string[], env: NodeJS.ProcessEnv): CommandTask {
  const flags = readFlags(args);
  if (flags.help === true) return { kind: 'help' };
  const file = flags.config === undefined ? undefined : readConfigFile(flags.config, env);
  const settings = structuredClone(file?.settings ?? {});
  const given = [
    ...OWN_FLAGS.flatMap((name) =>
      flags[name] === undefined ? [] : [{ flag: `--${name}`, path: [name], text: flags[name] }],
    ),
    ...(flags.dev === true ? [{ flag: '--dev', path: ['dev'], text: 'true' }] : []),
    ...(flags.set ?? []).map(readSetting),
  ];
  for (const one of given) put(settings, one.path, settingValue(one));
  const config = checkConfig(settings, (path) => {
    const last = given.findLast((setting) => isWithin(path, setting.path));
    return last === undefined ? file?.whereIs(path) : last.flag;
  });
  return { kind: flags.check === true ? 'check' : 'serve', config };
}

interface GivenSetting {
  readonly flag: string;
  readonly path: readonly string[];
  readonly text: string;
}

/** `limits.maxDepth=5` */
function readSetting(text: string): GivenSetting {
  const at = text.indexOf('=');
  if (at < 1) throw new ConfigInvalid([`--set ${text}: is not of the form name=value`]);
  const name = text.slice(0, at);
  return { flag: `--set ${name}`, path: name.split('.'), text: text.slice(at + 1) };
}

function put(settings: Record<string, unknown>, [step = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    setOwn(settings, step, value);
    return;
  }
  const below = Object.hasOwn(settings, step) ? settings[step] : undefined;
  const inner = typeof below === 'object' && below !== null ? (below as Record<string, unknown>) : {};
  setOwn(settings, step, inner);
  put(inner, rest, value);
}

/** Also for a setting that somebody calls `__proto__`: it is refused as unknown, like any other. */
const setOwn = (target: object, key: string, value: unknown) =>
  Object.defineProperty(target, key, { value, configurable: true, enumerable: true, writable: true });

/** Numbers, yes or no, lists and maps as YAML has them; everything else is text. */
function settingValue({ text, flag }: GivenSetting): unknown {
  if (/^[[{]/.test(text)) return parseFlow(text, flag);
  const value: unknown = /^[\w.+-]+$/.test(text) ? parseYaml(text) : text;
  return typeof value === 'number' || typeof value === 'boolean' ? value : text;
}

/** `[a, b]` or `{ a: 1 }`. */
function parseFlow(text: string, flag: string): unknown {
  try {
    return parseYaml(text);
  } catch {
    throw new ConfigInvalid([`${flag}: is neither a list nor a map of YAML`]);
  }
}

const isWithin = (path: ConfigPath, around: ConfigPath): boolean => around.every((step, index) => path[index] === step);

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: FLAGS, strict: true, allowPositionals: false }).values;
  } catch (cause) {
    const [sentence = ''] = cause instanceof Error ? cause.message.split('. ') : [];
    throw new ConfigInvalid([`${sentence}; see --help`]);
  }
}
