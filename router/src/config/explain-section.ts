import { z } from 'zod';

/** Who may have an answer explained. */
export const explainSection = z
  .strictObject({
    scope: z
      .string()
      .optional()
      .describe('Scope whose holders may ask, by `x-fleetgraph-explain: plan,timing,cost`; with `dev` everybody may'),
  })
  .prefault({});

/** Rules for explanations, defaults filled in. */
export type ExplainRules = z.output<typeof explainSection> & { readonly isForAll: boolean };
