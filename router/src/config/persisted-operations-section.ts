import { z } from 'zod';
import { names } from './values.js';

/** Operations that clients name instead of sending them. */
export const persistedOperationsSection = z
  .strictObject({
    mode: z
      .enum(['off', 'allow', 'require'])
      .default('off')
      .describe('`allow`: ids and free text; `require`: ids only'),
    manifests: names(z.string())
      .default([])
      .describe("Files in Apollo's persisted query manifest format; read again when they change"),
    clients: z
      .record(z.string(), z.strictObject({ manifests: names(z.string()).describe('Files of this client') }))
      .default({})
      .describe('By client: what it may name instead of what everybody may'),
    freeScope: z.string().optional().describe('Scope whose holders may send text of their own where ids are required'),
  })
  .prefault({});

/** Rules for persisted operations, defaults filled in. */
export type PersistedOperationRules = z.output<typeof persistedOperationsSection>;
