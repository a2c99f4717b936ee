import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { parseCronItems, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import type { SubgraphRuntime } from '../graphql/runtime.js';
import { jobLogger } from './job-logger.js';
import { kitJobs } from './kit-jobs.js';
import { type Job, schedule } from './schedule.js';
import { WorkerLiveness } from './worker-liveness.js';

/** Jobs at work. */
export interface RunningJobs {
  /** Takes no new job and waits for those that run. */
  stop(): Promise<void>;
}

const CONCURRENCY = 3;
/** Longest delay of a job that became due without a notification, as scheduled ones do. */
const POLL_INTERVAL_MS = 1_000;
/** Begins a repeated job again, should its chain of runs ever break. */
const EVERY_MINUTE = '* * * * *';
const RESTART_PAUSE_MS = 1_000;
/** Time that running jobs get at a stop before their process leaves them to be repeated. */
const STOP_TIMEOUT_MS = 5_000;

/** Starts working on the subgraph's jobs and on those that keep the kit's own tables small. */
// biome-ignore lint/suspicious/noExplicitAny: jobs of any payload
export async function runJobs(jobs: readonly Job<any>[], runtime: SubgraphRuntime): Promise<RunningJobs> {
  const all = [...jobs, ...kitJobs];
  const abort = new AbortController();
  const liveness = new WorkerLiveness(runtime);
  const events: WorkerEvents = new EventEmitter();
  events.on('pool:create', ({ workerPool }) => liveness.vouchFor(workerPool.id));
  const start = async () => {
    const runner = await startWorker(all, runtime, events);
    for (const job of all.filter(isRepeated)) await scheduleNext(job, runtime);
    return runner;
  };
  const loop = supervise({ first: await start(), restart: start, signal: abort.signal, logger: runtime.logger });
  liveness.start();
  return {
    stop: async () => {
      abort.abort();
      await loop;
      await liveness.stop();
    },
  };
}

function startWorker(jobs: readonly Job<object>[], runtime: SubgraphRuntime, events: WorkerEvents): Promise<Runner> {
  return run({
    connectionString: runtime.options.databaseUrl,
    maxPoolSize: CONCURRENCY + 1,
    concurrency: CONCURRENCY,
    // One query asks for the work of all: else each worker polls by itself and keeps a connection for that.
    preset: { worker: { localQueue: { size: CONCURRENCY } } },
    pollInterval: POLL_INTERVAL_MS,
    noHandleSignals: true,
    gracefulShutdownAbortTimeout: STOP_TIMEOUT_MS,
    logger: jobLogger(runtime.logger),
    events,
    taskList: taskList(jobs, runtime),
    parsedCronItems: parseCronItems(
      jobs.flatMap(({ name, cron, everySeconds }) => {
        const match = cron ?? (everySeconds && EVERY_MINUTE);
        return match ? [{ task: name, match, identifier: name, options: { jobKey: `${name}:cron` } }] : [];
      }),
    ),
  });
}

const isRepeated = ({ everySeconds }: Job) => everySeconds !== undefined;

/** The key makes it one chain of runs, however many processes begin it. */
function scheduleNext(job: Job, runtime: SubgraphRuntime, pauseSeconds = 0): Promise<void> {
  return schedule(runtime.em(), job, {}, { runAt: new Date(Date.now() + pauseSeconds * 1_000), key: 'next' });
}

interface Supervision {
  readonly first: Runner;
  readonly restart: () => Promise<Runner>;
  readonly signal: AbortSignal;
  readonly logger: SubgraphRuntime['logger'];
}

/** The worker gives up after ten failed polls, that is ten seconds without a database; a new one takes its place. */
async function supervise({ first, restart, signal, logger }: Supervision): Promise<void> {
  let runner: Runner | undefined = first;
  const aborted = new Promise<'aborted'>((resolve) => signal.addEventListener('abort', () => resolve('aborted')));
  while (!signal.aborted) {
    const ended: unknown = await Promise.race([aborted, runner?.promise.catch((error: unknown) => error)]);
    if (ended === 'aborted') break;
    logger.warn({ err: ended }, 'jobs stopped, starting them again');
    await pause(RESTART_PAUSE_MS, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
    runner = signal.aborted ? undefined : await restart().catch(() => undefined); // told by the next round
  }
  await runner?.stop().catch(() => undefined); // it has stopped by itself
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
      if (job.everySeconds !== undefined) await scheduleNext(job, runtime, job.everySeconds);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      runtime.logger.error({ err: error, job: job.name, jobId, attempts }, 'job failed');
      throw error;
    } finally {
      span.end();
    }
  });
}
