import { z } from 'zod';
import { configSchema } from './config-schema.js';

/** One setting, for somebody who looks for it. */
export interface DescribedSetting {
  /** `limits.maxDepth`; `*` stands for a name that the writer chooses. */
  readonly name: string;
  readonly type: string;
  /** In JSON; undefined for one that is needed or off. */
  readonly byDefault: string | undefined;
  readonly description: string;
}

const ONE_SUBGRAPH = 'subgraphs.*.';

/** All settings, in the order of the schema. */
export function describeSettings(): readonly DescribedSetting[] {
  return settingsBelow(z.toJSONSchema(configSchema, { io: 'input', unrepresentable: 'any' }), '');
}

/** What of JSON Schema zod writes here. */
interface JsonSchema {
  readonly type?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly unknown[];
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly additionalProperties?: unknown;
  readonly items?: unknown;
  readonly default?: unknown;
  readonly description?: string;
}

function settingsBelow(schema: JsonSchema, prefix: string): readonly DescribedSetting[] {
  const { properties, additionalProperties: entry } = schema;
  if (properties !== undefined)
    return Object.entries(properties).flatMap(([name, below]) =>
      settingsBelow(below as JsonSchema, prefix === '' ? name : `${prefix}.${name}`),
    );
  const ofList = schema.items as JsonSchema | undefined;
  if (ofList?.properties !== undefined) return settingsBelow(ofList, `${prefix}.*`);
  const isMap = typeof entry === 'object' && entry !== null;
  if (isMap && (entry as JsonSchema).properties) return settingsBelow(entry as JsonSchema, `${prefix}.*`);
  const byDefault = schema.default === undefined ? undefined : JSON.stringify(schema.default);
  return [{ name: prefix, type: typeOf(schema), byDefault, description: schema.description ?? sameForAll(prefix) }];
}

/** What can differ for one subgraph means what it means for all. */
const sameForAll = (name: string): string =>
  name.startsWith(ONE_SUBGRAPH) ? `\`${name.slice(ONE_SUBGRAPH.length)}\` for this subgraph` : '';

function typeOf({ type, enum: values, anyOf }: JsonSchema): string {
  if (values !== undefined) return values.map(String).join(' | ');
  if (anyOf !== undefined) return 'list, or text with commas';
  return type === 'object' ? 'map' : String(type ?? 'any');
}
