import { z } from 'zod';

/** A whole number within bounds. */
export const whole = (min: number, max: number = Number.MAX_SAFE_INTEGER) => z.int().min(min).max(max);

/** A list, or one text with commas in it, as variables of the environment have. */
export const names = <Entry extends z.ZodType<string, string>>(entry: Entry) => {
  const list = z.array(entry).readonly();
  return z.union([list, z.string().transform(splitAtCommas).pipe(list)]);
};

const splitAtCommas = (text: string): readonly string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** `http://host:port`, nothing behind it. */
export const httpOrigin = z
  .url({ protocol: /^https?$/ })
  .refine((url) => new URL(url).pathname === '/' && !url.includes('?'), 'must be an origin without a path');
