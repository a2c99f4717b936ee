import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ConfigInvalid, commaList, parseEnv } from '@fleetgraph/kit/config/parse-env';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import type { RouterOptions } from './router-options.js';

const count = z.coerce.number().int().positive().optional();
const yesOrNo = z.enum(['true', 'false']).transform((text) => text === 'true');

/** `name=value` pairs; a name may come several times. */
const pairs = commaList.transform((entries, context) =>
  entries.map((entry) => {
    const at = entry.indexOf('=');
    if (at < 1) context.addIssue(`"${entry}" is not of the form name=value`);
    return [entry.slice(0, at), entry.slice(at + 1)] as const;
  }),
);

/** Every setting, by the name of its environment variable; `--subgraph-timeout-ms` is SUBGRAPH_TIMEOUT_MS. */
const SETTINGS = {
  SUPERGRAPH: z.string(),
  PORT: z.coerce.number().int().min(0).max(65535).default(4000),
  HOST: z.string().default('0.0.0.0'),
  /** name=url, comma-separated; several for one name take turns. */
  SUBGRAPH_URLS: pairs.default([]),
  OIDC_ISSUER: z.url().optional(),
  OIDC_JWKS_URL: z.url().optional(),
  OIDC_AUDIENCE: z.string().optional(),
  ROUTER_SIGNATURE_SECRETS: commaList.default([]),
  /** /path=origin, comma-separated. */
  EDGE_ROUTES: pairs.default([]),
  WEB_ROOT: z.string().optional(),
  GRAPHIQL_PATH: z.string().startsWith('/').optional(),
  INTROSPECTION: yesOrNo.default(true),
  ALLOWED_ORIGINS: commaList.default([]),
  TRUST_PROXY: yesOrNo.default(false),
  /** Names of headers that are handed on to subgraphs as they came, comma-separated. */
  PROPAGATE_HEADERS: commaList.default([]),
  SUBGRAPH_TIMEOUT_MS: count,
  REQUEST_TIMEOUT_MS: count,
  MAX_BODY_BYTES: count,
  MAX_DEPTH: count,
  MAX_FIELDS: count,
  MAX_ROOT_FIELDS: count,
  MAX_ALIASES: count,
  MAX_DIRECTIVES: count,
  MAX_TOKENS: count,
  MAX_COST: count,
  MAX_SUBSCRIPTIONS_PER_SOCKET: count,
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
};

type Settings = ReturnType<typeof parseEnv<typeof SETTINGS>>;
type SettingName = keyof typeof SETTINGS;

/** A secret on a command line is visible to every user of the machine. */
const NOT_A_FLAG: ReadonlySet<string> = new Set(['ROUTER_SIGNATURE_SECRETS']);

/** What the command was started with. */
export interface RouterConfig {
  readonly options: RouterOptions;
  readonly logLevel: string;
  readonly telemetryEndpoint: string | undefined;
}

/** Reads flags, environment and the file of `--config`, in this order; undefined when help was asked for. */
export function loadConfig(args: readonly string[], env: NodeJS.ProcessEnv = process.env): RouterConfig | undefined {
  const { config, help, ...flags } = readFlags(args);
  if (help === true) return undefined;
  const fromFlags = Object.entries(flags).map(([flag, value]) => [settingOf(flag), String(value)] as const);
  const fromFile = typeof config === 'string' ? readFile(config) : {};
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const settings = parseEnv(SETTINGS, { ...fromFile, ...given, ...Object.fromEntries(fromFlags) });
  return {
    options: toOptions(settings),
    logLevel: settings.LOG_LEVEL,
    telemetryEndpoint: settings.OTEL_EXPORTER_OTLP_ENDPOINT,
  };
}

/** The names of all flags. */
export const FLAGS: readonly string[] = Object.keys(SETTINGS)
  .filter((name) => !NOT_A_FLAG.has(name))
  .map(flagOf);

function readFlags(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = {
    ...Object.fromEntries(FLAGS.map((flag) => [flag, text])),
    config: text,
    help: { type: 'boolean', short: 'h' } as const,
  };
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values as Record<
      string,
      string | boolean
    >;
  } catch (cause) {
    const [sentence = ''] = cause instanceof Error ? cause.message.split('. ') : [];
    throw new ConfigInvalid([`${sentence}; see --help`]);
  }
}

function readFile(path: string): Record<string, string> {
  const content: unknown = parseYaml(readTextFile(path));
  const entries = Object.entries(z.record(z.string(), z.unknown()).parse(content ?? {}));
  const unknown = entries
    .filter(([key]) => !isSetting(settingOf(key)))
    .map(([key]) => `${key}: not a setting (in ${path})`);
  if (unknown.length > 0) throw new ConfigInvalid(unknown);
  return Object.fromEntries(entries.map(([key, value]) => [settingOf(key), toText(value)]));
}

function readTextFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw Object.assign(new ConfigInvalid([`config: ${path} cannot be read`]), { cause });
  }
}

/** A list or a map of the file in the form that the environment has. */
function toText(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(',');
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  return Object.entries(value)
    .flatMap(([name, entry]) => [entry].flat().map((one) => `${name}=${one}`))
    .join(',');
}

function toOptions(settings: Settings): RouterOptions {
  const { SUPERGRAPH: supergraph, PORT: port, HOST: host } = settings;
  const names = new Set(settings.SUBGRAPH_URLS.map(([name]) => name));
  const urlsOf = (name: string) => settings.SUBGRAPH_URLS.filter(([other]) => other === name).map(([, url]) => url);
  return {
    supergraph,
    port,
    host,
    subgraphUrls: Object.fromEntries([...names].map((name) => [name, urlsOf(name)])),
    signatureSecrets: settings.ROUTER_SIGNATURE_SECRETS,
    edge: settings.EDGE_ROUTES.map(([prefix, target]) => ({ prefix, target })),
    introspection: settings.INTROSPECTION,
    allowedOrigins: settings.ALLOWED_ORIGINS,
    trustsProxy: settings.TRUST_PROXY,
    propagatedHeaders: settings.PROPAGATE_HEADERS,
    ...given({
      issuer: settings.OIDC_ISSUER,
      jwksUrl: settings.OIDC_JWKS_URL,
      audience: settings.OIDC_AUDIENCE,
      webRoot: settings.WEB_ROOT,
      graphiqlPath: settings.GRAPHIQL_PATH,
    }),
    timeouts: given({ subgraphMs: settings.SUBGRAPH_TIMEOUT_MS, requestMs: settings.REQUEST_TIMEOUT_MS }),
    limits: given({
      maxBodyBytes: settings.MAX_BODY_BYTES,
      maxDepth: settings.MAX_DEPTH,
      maxFields: settings.MAX_FIELDS,
      maxRootFields: settings.MAX_ROOT_FIELDS,
      maxAliases: settings.MAX_ALIASES,
      maxDirectives: settings.MAX_DIRECTIVES,
      maxTokens: settings.MAX_TOKENS,
      maxCost: settings.MAX_COST,
      maxSubscriptionsPerSocket: settings.MAX_SUBSCRIPTIONS_PER_SOCKET,
    }),
  };
}

/** Without what was not set, so that defaults stand. */
function given<T extends object>(values: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof T]?: Exclude<T[Key], undefined> }; // fromEntries forgets the keys
}

function flagOf(setting: string): string {
  return setting.toLowerCase().replaceAll('_', '-');
}

function settingOf(flag: string): string {
  return flag.toUpperCase().replaceAll('-', '_');
}

const isSetting = (name: string): name is SettingName => Object.hasOwn(SETTINGS, name);
