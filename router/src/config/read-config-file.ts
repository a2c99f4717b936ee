import { readFileSync } from 'node:fs';
import { ConfigInvalid } from '@fleetgraph/kit/config/parse-env';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument, parse as parseYaml, visit } from 'yaml';
import type { ConfigPath } from './check-config.js';

/** A file of settings, and where in it each of them stands. */
export interface ConfigFile {
  readonly settings: Record<string, unknown>;
  /** `router.yaml:3:7`; of the nearest setting around it when it is not there. */
  whereIs(path: ConfigPath): string;
}

/** Reads a YAML file; `${NAME}` and `${NAME:-default}` are taken from the environment. */
export function readConfigFile(path: string, env: NodeJS.ProcessEnv): ConfigFile {
  const lines = new LineCounter();
  const document = parseDocument(readText(path), { lineCounter: lines });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${line}:${col}`;
  };
  const faults = document.errors.map(({ pos, message }) => `${at(pos[0])}: ${message.split('\n', 1)[0]}`);
  if (faults.length > 0) throw new ConfigInvalid(faults);
  substitute(document, env, at);
  const content: unknown = document.toJS();
  if (content !== null && !isMap(document.contents)) throw new ConfigInvalid([`${path}: must be a map of settings`]);
  return { settings: (content ?? {}) as Record<string, unknown>, whereIs: (wanted) => at(offsetOf(document, wanted)) };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw Object.assign(new ConfigInvalid([`config: ${path} cannot be read`]), { cause });
  }
}

const REFERENCE = /\$\{(\w+)(?::-([^}]*))?\}/g;

/** In values only, after parsing: what a variable holds cannot become another setting. */
function substitute(document: Document, env: NodeJS.ProcessEnv, at: (offset: number) => string): void {
  const faults: string[] = [];
  visit(document, {
    Scalar(key, scalar) {
      if (key === 'key' || typeof scalar.value !== 'string') return;
      const text = scalar.value.replace(REFERENCE, (_, name: string, byDefault: string | undefined) => {
        const value = env[name] || byDefault;
        if (value === undefined) faults.push(`${at(scalar.range?.[0] ?? 0)}: the variable ${name} is not set`);
        return value ?? '';
      });
      if (text === scalar.value) return;
      // Unquoted, a number stays a number.
      const plain: unknown = scalar.type === 'PLAIN' ? parseYaml(text) : text;
      const value = typeof plain === 'number' || typeof plain === 'boolean' ? plain : text;
      scalar.value = value === '' ? undefined : value; // nothing is set by a variable that is empty
    },
  });
  if (faults.length > 0) throw new ConfigInvalid(faults);
}

function offsetOf(document: Document, path: ConfigPath): number {
  let offset = 0;
  let node: unknown = document.contents;
  for (const step of path) {
    if (!isMap(node)) break;
    const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
    if (pair === undefined) break;
    if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
    node = pair.value;
  }
  return offset;
}
