import { ConfigInvalid } from '@fleetgraph/kit/config/parse-env';
import type { z } from 'zod';
import { configSchema, type RouterConfig } from './config-schema.js';

/** A step into settings. */
export type ConfigPath = readonly PropertyKey[];

/** Tells where a setting was given: `router.yaml:3:7`. */
export type WhereGiven = (path: ConfigPath) => string | undefined;

/** Fills in defaults; throws `ConfigInvalid` with every fault at once. Values never appear in it: some are secret. */
export function checkConfig(settings: unknown, whereGiven: WhereGiven = () => undefined): RouterConfig {
  const result = configSchema.safeParse(settings);
  if (result.success) return result.data;
  throw new ConfigInvalid(result.error.issues.flatMap((issue) => faultsOf(issue, whereGiven)));
}

function faultsOf(issue: z.core.$ZodIssue, whereGiven: WhereGiven): string[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => fault([...issue.path, key], 'there is no such setting', whereGiven));
  if (issue.code === 'invalid_union')
    return meantBy(issue).flatMap((inner) => faultsOf({ ...inner, path: [...issue.path, ...inner.path] }, whereGiven));
  const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  return [fault(issue.path, isMissing ? 'is missing' : issue.message, whereGiven)];
}

/** What no alternative accepts is told in the words of the one that got furthest, else of the first. */
function meantBy({ errors }: z.core.$ZodIssueInvalidUnion): readonly z.core.$ZodIssue[] {
  return errors.find((issues) => issues.some(({ path }) => path.length > 0)) ?? errors[0] ?? [];
}

function fault(path: ConfigPath, message: string, whereGiven: WhereGiven): string {
  const where = whereGiven(path);
  return `${where === undefined ? '' : `${where}: `}${path.map(String).join('.')}: ${message}`;
}
