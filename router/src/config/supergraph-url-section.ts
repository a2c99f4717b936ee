import { z } from 'zod';
import { whole } from './values.js';

/** How a supergraph is asked for that is at an address. */
export const supergraphUrlSection = z
  .strictObject({
    intervalMs: whole(1, 86_400_000)
      .default(10_000)
      .describe('How often the address is asked, in ms; it doubles up to a minute while the address fails'),
    timeoutMs: whole(1, 300_000).default(10_000).describe('How long an answer may take, in ms'),
    authorization: z
      .string()
      .min(1)
      .optional()
      .describe('Header `authorization` of these requests: a file takes its secret from the environment'),
  })
  .prefault({})
  .describe('How the supergraph is asked for when it is at an http or https address');

/** Settings of an address of a supergraph, defaults filled in. */
export type SupergraphUrlConfig = z.output<typeof supergraphUrlSection>;
