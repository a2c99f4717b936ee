import { z } from 'zod';
import { names, whole } from './values.js';

/** What is planned before anybody asks for it. */
const warmSection = z
  .strictObject({
    documents: names(z.string())
      .default([])
      .describe('GraphQL documents, or folders of them, whose operations are planned'),
    manifests: z.boolean().default(true).describe('Operations of `persistedOperations` are planned, too'),
    maxOperations: whole(0)
      .default(200)
      .describe('Operations that are planned so; before a swap as many of those that were asked lately come first'),
    maxMs: whole(0)
      .default(5_000)
      .describe('How long that may take, in ms; until then a router that has started is not ready, but answers'),
  })
  .prefault({})
  .describe('What is planned at the start, and before another supergraph is served');

/** What is remembered of operations, for each supergraph. */
const cachesSection = z
  .strictObject({
    maxOperations: whole(1)
      .default(1_000)
      .describe('Operations that are remembered, checked and planned; as many refused ones beside them'),
    maxBytes: whole(1)
      .default(134_217_728)
      .describe('What operations with their documents may take together, and plans, estimated, in bytes'),
    maxPlans: whole(1).default(1_000).describe('Plans, whoever they were made for'),
    maxRights: whole(1).default(50).describe('Sets of rights for which one operation is remembered'),
    maxIntrospectionBytes: whole(1)
      .default(4_194_304)
      .describe('Answers about the schema, in bytes: what `__schema` and `__type` say is worked out once'),
    maxShapes: whole(1)
      .default(32)
      .describe('Combinations of `@skip` and `@include` for which the shape of one answer is remembered'),
  })
  .prefault({})
  .describe('What is remembered of operations; what was asked least lately leaves first');

/** How plans are made. */
const plannerSection = z
  .strictObject({
    maxWaiting: whole(1).default(200).describe('Operations that wait for their plan; more are told to come back'),
    maxPlanMs: whole(1)
      .default(10_000)
      .describe(
        'How long one plan may take, in ms: one that takes longer keeps all others waiting, and is tried again after six times as long',
      ),
    maxHeapMb: whole(32).default(1_024).describe('Heap of the thread that plans, in MB; it is started anew beyond'),
    lingerMs: whole(0)
      .default(60_000)
      .describe('How long the planner of a replaced supergraph serves those who began with it, in ms'),
    maxRetired: whole(0).default(3).describe('Such planners at once; each takes tens of MB'),
  })
  .prefault({})
  .describe('How plans are made; the first three hold for a thread of its own');

/** How answers are put together. */
export const executionSection = z
  .strictObject({
    reuseEntities: z
      .boolean()
      .default(true)
      .describe(
        'What a subgraph has said of an entity is not asked again within one query: it is taken not to contradict itself',
      ),
    planInThread: z
      .boolean()
      .default(true)
      .describe(
        'Plans are made in a thread of their own, so that nobody waits for the plan of somebody else; false saves its memory',
      ),
    rememberBytes: whole(0)
      .default(33_554_432)
      .describe(
        'Memory for answers that are given again, unread, when every subgraph says the same as before, byte by byte; in bytes, 0: none',
      ),
    warm: warmSection,
    caches: cachesSection,
    planner: plannerSection,
  })
  .prefault({})
  .describe('How answers are put together');

/** All settings of execution. */
export type ExecutionConfig = z.output<typeof executionSection>;

/** What holds when nothing is said. */
export const DEFAULT_EXECUTION: ExecutionConfig = executionSection.parse(undefined);
