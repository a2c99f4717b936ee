import { z } from 'zod';
import { cacheEventsSection } from './cache-events-section.js';
import { names, whole } from './values.js';

const cacheRule = z.strictObject({
  maxAge: whole(0, 86_400).optional().describe('How long an answer may be given again, in s'),
  scope: z
    .enum(['PUBLIC', 'PRIVATE'])
    .optional()
    .describe('`PRIVATE`: to the same caller only; what needs rights always is'),
  inheritMaxAge: z.boolean().optional().describe('As long as the field around it'),
});

/** What may be known about one type or field: the arguments of `@cacheControl`. */
export type CacheRule = z.output<typeof cacheRule>;

/** Answers of subgraphs that are given again without asking. */
export const cacheSection = z
  .strictObject({
    enabled: z.boolean().default(false).describe('Whether answers of subgraphs are kept at all'),
    rules: z
      .record(z.string().regex(/^\w+(\.\w+)?$/, 'must be Type or Type.field'), cacheRule)
      .default({})
      .describe('By `Type` or `Type.field`, root fields too; instead of `@cacheControl` of the supergraph'),
    invalidatedBy: z
      .record(z.string().regex(/^\w+\.\w+$/, 'must be Mutation.field'), names(z.string()))
      .default({})
      .describe('By `Mutation.field`: types and root fields (`User`, `Query.users`) of which everybody is told anew'),
    events: cacheEventsSection,
    headers: z
      .enum(['honour', 'ignore'])
      .default('honour')
      .describe(
        'Whether `cache-control` of a subgraph bounds what is kept; Apollo Server says `no-store` where it has no hints',
      ),
    maxBytes: whole(1).default(67_108_864).describe('Memory for answers, in bytes; not with Redis'),
    redisUrl: z
      .url({ protocol: /^rediss?$/ })
      .optional()
      .describe('Redis that keeps answers for all replicas; without it each process has its own'),
    redisTimeoutMs: whole(1).default(50).describe('How long Redis may take before the subgraph is asked, in ms'),
    admin: z
      .strictObject({
        port: whole(0, 65_535).describe('Port of `POST /cache/invalidate`; 0 takes any that is free'),
        host: z.string().default('127.0.0.1').describe('Address to listen on'),
        secret: z.string().min(16).describe('What an operator sends: `authorization: Bearer SECRET`'),
      })
      .optional()
      .describe('The door for operators; closed without it'),
  })
  .prefault({})
  .describe('Answers of subgraphs that are given again without asking');

/** Settings of the cache, defaults filled in. */
export type CacheConfig = z.output<typeof cacheSection>;
