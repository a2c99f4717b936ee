import { z } from 'zod';
import { invalidRequest } from './stripe-fault.js';

/** Form values are text; these read them as what they mean. */
export const formBoolean = z.stringbool({ truthy: ['true'], falsy: ['false'] });
export const formInteger = z.coerce.number().int();
export const formAmount = formInteger.min(1).max(99_999_999);
export const expandParam = { expand: z.array(z.string()).max(20).optional() };

/** Metadata as sent: an empty text takes the entry away. */
export const metadataParam = z.union([z.literal(''), z.record(z.string().max(40), z.string().max(500))]);

const instant = z.object({ gt: formInteger, gte: formInteger, lt: formInteger, lte: formInteger }).partial();

/** The parameters that all lists share. */
export const listParams = {
  ...expandParam,
  limit: formInteger.min(1).max(100).default(10),
  starting_after: z.string().optional(),
  ending_before: z.string().optional(),
  created: z.union([formInteger, instant]).optional(),
};

/** Reads parameters by their shape, or refuses the first fault in Stripe's words. */
export function readParams<T>(shape: z.ZodType<T>, params: unknown): T {
  const result = shape.safeParse(params);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : (issue?.path ?? []);
  const param = path.map((step, depth) => (depth === 0 ? String(step) : `[${String(step)}]`)).join('');
  if (issue?.code === 'unrecognized_keys') {
    throw invalidRequest(`Received unknown parameter: ${param}`, { param, code: 'parameter_unknown' });
  }
  if (valueAt(params, path) === undefined) {
    throw invalidRequest(`Missing required param: ${param}.`, { param, code: 'parameter_missing' });
  }
  throw invalidRequest(`Invalid ${param}: ${issue?.message ?? 'not acceptable'}`, {
    param,
    code: issue?.code === 'invalid_type' ? 'parameter_invalid_integer' : 'parameter_invalid_value',
  });
}

function valueAt(params: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) => (value !== null && typeof value === 'object' ? Reflect.get(value, step) : undefined),
    params,
  );
}

/** Stripe's way with metadata: entries are added, replaced, or taken away by an empty text. */
export function mergeMetadata(
  present: Record<string, string>,
  change: z.infer<typeof metadataParam> | undefined,
): Record<string, string> {
  if (change === undefined) return present;
  if (change === '') return {};
  return Object.fromEntries(Object.entries({ ...present, ...change }).filter(([, value]) => value !== ''));
}
