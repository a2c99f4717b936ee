import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { parseCronItems, run, type TaskList } from 'graphile-worker';
import type { SubgraphRuntime } from '../graphql/runtime.js';
import { jobLogger } from './job-logger.js';
import { kitJobs } from './kit-jobs.js';
import type { Job } from './schedule.js';

/** Jobs at work. */
export interface RunningJobs {
  /** Takes no new job and waits for those that run. */
  stop(): Promise<void>;
}

const CONCURRENCY = 3;
/** Longest delay of a job that became due without a notification, as scheduled ones do. */
const POLL_INTERVAL_MS = 1_000;
/** Time that running jobs get at a stop before their process leaves them to be repeated. */
const STOP_TIMEOUT_MS = 5_000;

/** Starts working on the subgraph's jobs and on those that keep the kit's own tables small. */
// biome-ignore lint/suspicious/noExplicitAny: jobs of any payload
export async function runJobs(jobs: readonly Job<any>[], runtime: SubgraphRuntime): Promise<RunningJobs> {
  const all = [...jobs, ...kitJobs];
  const runner = await run({
    connectionString: runtime.options.databaseUrl,
    maxPoolSize: CONCURRENCY + 1,
    concurrency: CONCURRENCY,
    pollInterval: POLL_INTERVAL_MS,
    noHandleSignals: true,
    gracefulShutdownAbortTimeout: STOP_TIMEOUT_MS,
    logger: jobLogger(runtime.logger),
    taskList: taskList(all, runtime),
    parsedCronItems: parseCronItems(
      all.flatMap(({ name, cron }) =>
        cron === undefined ? [] : [{ task: name, match: cron, identifier: name, options: { jobKey: `${name}:cron` } }],
      ),
    ),
  });
  return { stop: () => runner.stop() };
}

function taskList(jobs: readonly Job<object>[], runtime: SubgraphRuntime): TaskList {
  const names = jobs.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`two jobs are named ${twice}`);
  return Object.fromEntries(
    jobs.map((job) => [
      job.name,
      (payload, { job: { id, attempts } }) =>
        // Payloads are written by schedule() from the same type P.
        attempt(job, payload as object, { runtime, jobId: id, attempts }),
    ]),
  );
}

interface Attempt {
  readonly runtime: SubgraphRuntime;
  readonly jobId: string;
  readonly attempts: number;
}

function attempt(job: Job<object>, payload: object, { runtime, jobId, attempts }: Attempt): Promise<void> {
  const tracer = trace.getTracer('@fleetgraph/kit/jobs');
  return tracer.startActiveSpan(`run ${job.name}`, { kind: SpanKind.CONSUMER }, async (span) => {
    try {
      await job.run(runtime.em(), payload, runtime);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      runtime.logger.error({ err: error, job: job.name, jobId, attempts }, 'job failed');
      throw error;
    } finally {
      span.end();
    }
  });
}
