import { z } from 'zod';
import { whole } from './values.js';

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
  })
  .prefault({})
  .describe('How answers are put together');

/** All settings of execution. */
export type ExecutionConfig = z.output<typeof executionSection>;

/** What holds when nothing is said. */
export const DEFAULT_EXECUTION: ExecutionConfig = executionSection.parse(undefined);
