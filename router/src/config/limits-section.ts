import { z } from 'zod';
import { whole } from './values.js';

/** What bounds a request, an operation or a socket. Wide enough for the introspection of tools. */
export const limitsSection = z
  .strictObject({
    maxBodyBytes: whole(1).default(262_144).describe('Body of a request, or a message over a socket, in bytes'),
    maxTokens: whole(1).default(5_000).describe('Lexical tokens of a document'),
    maxDepth: whole(1).default(20).describe('Fields within fields, fragments written out'),
    maxFields: whole(1).default(1_000).describe('Height: all fields on all levels together, fragments written out'),
    maxRootFields: whole(1).default(20).describe('Fields on the uppermost level'),
    maxAliases: whole(0).default(30).describe('Aliases, those of `__typename` included'),
    maxDirectives: whole(0).default(50).describe('Directives, also those that stand on one node'),
    maxFragments: whole(0).default(100).describe('Fragments that a document defines'),
    maxRepeats: whole(1)
      .default(50)
      .describe('How often one field may be selected again in one place: each pair of them has to be compared'),
    maxVariablesBytes: whole(2).default(131_072).describe('Variables of one operation as JSON, in bytes'),
    maxListLength: whole(1).default(1_000).describe('Length of a list in an argument or a variable'),
    maxBatch: whole(1).default(1).describe('Operations in one request; 1 takes no lists of operations'),
    maxIntrospections: whole(1)
      .default(2)
      .describe('How much of the schema one operation may ask for, in standard introspection queries'),
    maxCost: whole(1).default(100_000).describe('Cost before execution, by `@cost` and `@listSize`'),
    maxSubscriptionsPerSocket: whole(1).default(100).describe('Operations under way on one socket'),
    maxConcurrentRequests: whole(1)
      .default(1_000)
      .describe(
        'Requests to the graph under way, but for those that are still being sent; more are told to come back (503)',
      ),
    maxBusyMs: whole(1)
      .default(1_000)
      .describe(
        'While the event loop has had no rest for longer, in ms, fewer requests are taken at once (never fewer than 64); sooner when that was so less than 10 s ago',
      ),
    maxAnswerBytes: whole(1)
      .default(67_108_864)
      .describe('Answer to a client, in bytes: what stands at many places of it comes once from a subgraph'),
    maxSubgraphAnswerBytes: whole(1).default(67_108_864).describe('Answer of a subgraph, in bytes'),
  })
  .prefault({})
  .describe('What is larger is refused before it costs anything');

/** All limits. */
export type RouterLimits = z.output<typeof limitsSection>;

/** The limits that hold when nothing is said. */
export const DEFAULT_LIMITS: RouterLimits = limitsSection.parse(undefined);
