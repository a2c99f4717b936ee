import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** Apollo's persisted query manifest. */
const manifestSchema = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string().min(1), name: z.string(), type: z.string(), body: z.string().min(1) })),
});

/** Texts of operations by id. */
export type PersistedTexts = ReadonlyMap<string, string>;

/** Reads a manifest; rejects with what is wrong in it. */
export async function readManifest(path: string): Promise<PersistedTexts> {
  try {
    const { operations } = manifestSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    return new Map(operations.map(({ id, body }) => [id, body]));
  } catch (cause) {
    const reason =
      cause instanceof z.ZodError ? z.prettifyError(cause) : cause instanceof Error ? cause.message : cause;
    throw new Error(`${path} is not a persisted query manifest: ${reason}`, { cause });
  }
}
