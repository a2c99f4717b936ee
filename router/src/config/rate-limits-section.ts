import { z } from 'zod';
import { names, whole } from './values.js';

const CLASSES = ['user', 'client', 'address'] as const;

/** How much one caller may ask for, counted in estimated cost; an operation counts at least 1. */
export const rateLimitsSection = z
  .strictObject({
    windowSeconds: whole(1, 86_400).default(60).describe('Time after which counting begins anew'),
    user: whole(1).optional().describe('Cost in a window for one user (`sub`)'),
    client: whole(1).optional().describe('Cost in a window for one client that acts for itself'),
    address: whole(1).optional().describe('Cost in a window for one address, of callers who are counted as neither'),
    refused: whole(1)
      .optional()
      .describe(
        'Requests of one address in a window that may be refused at the door (bad tokens, malformed or forged requests); then only callers with a token that is known to be good are listened to. Behind a proxy it needs `origins.trustProxy`',
      ),
    redisUrl: z
      .url({ protocol: /^rediss?$/ })
      .optional()
      .describe('Redis in which all replicas count together; without it each counts for itself'),
    redisTimeoutMs: whole(1).default(100).describe('How long Redis may take'),
    failClosed: names(z.enum(CLASSES))
      .default([])
      .describe('Kinds of callers that are refused while Redis cannot be reached; the others pass uncounted'),
  })
  .prefault({})
  .describe('By the first that is known and has a limit: user, client, address; off without any');

/** Rate limits, defaults filled in. */
export type RateLimitRules = z.output<typeof rateLimitsSection>;
/** By what a caller is counted. */
export type CallerClass = (typeof CLASSES)[number];
