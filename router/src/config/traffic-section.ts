import { z } from 'zod';
import { whole } from './values.js';

const share = () => z.number().min(0).max(1);

const retries = {
  max: whole(0, 10).default(2).describe('How often a query is sent again; a mutation never is'),
  backoffMs: whole(1)
    .default(50)
    .describe('Upper bound of the wait before the first retry; it doubles, the wait is random'),
  maxBackoffMs: whole(1)
    .default(1_000)
    .describe('Upper bound of any wait, unless the subgraph asks for more by `Retry-After`'),
  budgetShare: share().default(0.2).describe('Retries for each request, over all requests of the subgraph'),
  budgetPerSecond: whole(0)
    .default(5)
    .describe('Retries a second that are free of that; ten seconds of them are saved up'),
};

const circuitBreaker = {
  windowMs: whole(10).default(10_000).describe('Sliding window in which calls to an address are counted'),
  minFailures: whole(1).default(20).describe('So many failures in the window, and'),
  failureRate: share().default(0.5).describe('this share of its calls open the circuit: nothing is sent there'),
  openMs: whole(1).default(2_000).describe('Until a probe is let through, and between probes that fail'),
  probes: whole(1).default(3).describe('Probes in a row that must succeed, one at a time, before the circuit closes'),
};

const ejection = {
  consecutiveFailures: whole(1)
    .default(5)
    .describe('So many failures in a row take an address out of turn, never the last one'),
  baseMs: whole(1).default(1_000).describe('How long the first time; it doubles while the address keeps failing'),
  maxMs: whole(1).default(30_000).describe('How long at most'),
};

const concurrency = {
  max: whole(1).default(200).describe('Calls under way to one subgraph, over all addresses; each has a connection'),
  maxQueued: whole(0)
    .default(1_000)
    .describe('Calls that wait for one of those; more are shed with SUBGRAPH_OVERLOADED'),
  maxQueueMs: whole(1).default(1_000).describe('How long a call waits before it is shed'),
};

const timing = {
  connectMs: whole(1).default(1_000).describe('Opening a connection, in ms'),
  attemptMs: whole(1)
    .optional()
    .describe(
      'A query without an answer in this time is sent elsewhere, in ms; without it the call waits for its deadline',
    ),
};

/** How all subgraphs are called. */
export const trafficSection = z
  .strictObject({
    ...timing,
    retries: z.strictObject(retries).prefault({}),
    circuitBreaker: z.strictObject(circuitBreaker).prefault({}),
    ejection: z.strictObject(ejection).prefault({}),
    concurrency: z.strictObject(concurrency).prefault({}),
  })
  .prefault({})
  .describe('How subgraphs are called; `subgraphs.*.traffic` differs for one of them');

/** What differs for one subgraph: the same settings, none of them filled in. */
export const trafficOverrides = z
  .strictObject({
    timeoutMs: whole(1).optional().describe('One call with all its attempts, in ms; otherwise `timeouts.subgraphMs`'),
    connectMs: timing.connectMs.unwrap().optional(),
    attemptMs: timing.attemptMs,
    retries: z.strictObject(withoutDefaults(retries)).optional(),
    circuitBreaker: z.strictObject(withoutDefaults(circuitBreaker)).optional(),
    ejection: z.strictObject(withoutDefaults(ejection)).optional(),
    concurrency: z.strictObject(withoutDefaults(concurrency)).optional(),
  })
  .optional()
  .describe('What differs from `traffic`');

/** How one subgraph is called. */
export type Traffic = z.output<typeof trafficSection> & { readonly timeoutMs: number };
type Overrides = z.output<typeof trafficOverrides>;

/** The settings of one subgraph: its own before those of all. */
export function trafficOf(common: Traffic, own: Overrides = {}): Traffic {
  return {
    ...over<Pick<Traffic, 'timeoutMs' | keyof typeof timing>>(common, own),
    retries: over(common.retries, own.retries),
    circuitBreaker: over(common.circuitBreaker, own.circuitBreaker),
    ejection: over(common.ejection, own.ejection),
    concurrency: over(common.concurrency, own.concurrency),
  };
}

function over<Settings extends object>(
  common: Settings,
  own: { readonly [Name in keyof Settings]?: Settings[Name] | undefined } = {},
): Settings {
  return { ...common, ...Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)) };
}

type Filled = Readonly<Record<string, z.ZodDefault<z.ZodNumber>>>;

function withoutDefaults<Shape extends Filled>(shape: Shape) {
  const bare = Object.entries(shape).map(([name, setting]) => [name, setting.unwrap().optional()]);
  return Object.fromEntries(bare) as { [Name in keyof Shape]: z.ZodOptional<z.ZodNumber> }; // the same keys
}
