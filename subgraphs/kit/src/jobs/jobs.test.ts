import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { sqlAll, sqlOne, sqlRun } from '../database/sql.js';
import { transact } from '../database/transact.js';
import type { SubgraphRuntime } from '../graphql/runtime.js';
import { startTestOrm, type TestOrm } from '../testing/test-orm.js';
import { until } from '../testing/until.js';
import { type RunningJobs, runJobs } from './run-jobs.js';
import { defineJob, schedule, unschedule } from './schedule.js';

const lines: string[] = [];
const note = defineJob<{ text: string }>({
  name: 'note',
  run: async (em, { text }) => {
    await sqlRun(em, 'insert into note values ($1, now())', [text]);
  },
});
const failTwice = defineJob<{ email: string }>({
  name: 'fail-twice',
  maxAttempts: 3,
  run: async (em) => {
    const row = await sqlOne<{ n: number }>(em, 'update attempt set n = n + 1 returning n');
    if (row === undefined || row.n < 2) throw new TypeError('not yet');
  },
});

const slow = defineJob({
  name: 'be-slow',
  run: async (em) => {
    await sqlRun(em, `insert into note values ('slow began', now())`);
    await sqlRun(em, 'select pg_sleep($1)', [7]); // longer than the interval between two looks for the dead
    await sqlRun(em, `insert into note values ('slow ended', now())`);
  },
});

let test: TestOrm;
let running: RunningJobs;
beforeAll(async () => {
  test = await startTestOrm();
  await sqlRun(test.em(), 'create table note (text text, at timestamptz)');
  await sqlRun(test.em(), 'create table attempt (n int)');
  await sqlRun(test.em(), 'insert into attempt values (0)');
  const logger = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
  // The parts of a runtime that jobs use.
  const runtime = { ...test, logger, options: { databaseUrl: test.database.url } } as unknown as SubgraphRuntime;
  running = await runJobs([note, failTwice, slow, tick], runtime);
});
afterAll(async () => {
  await running.stop();
  await test.close();
});

const notes = () => sqlAll<{ text: string; at: Date }>(test.em(), 'select text, at from note order by at');
const noted = (text: string) => until(async () => (await notes()).find((row) => row.text === text));

const tick = defineJob({
  name: 'tick',
  everySeconds: 0.2,
  run: async (em) => {
    await sqlRun(em, `insert into note values ('tick', now())`);
  },
});

describe('a job', () => {
  it('exists exactly when the transaction commits that asked for it', async () => {
    const undone = transact(test.em(), async (tx) => {
      await schedule(tx, note, { text: 'never' });
      throw new Error('undo');
    });
    await expect(undone).rejects.toThrow('undo');
    await transact(test.em(), (tx) => schedule(tx, note, { text: 'committed' }));
    await noted('committed');
    expect((await notes()).map(({ text }) => text)).not.toContain('never');
  });

  it('runs when it is due, not before', async () => {
    const runAt = new Date(Date.now() + 1_500);
    await schedule(test.em(), note, { text: 'due' }, { runAt });
    const { at } = await noted('due');
    expect(at.getTime()).toBeGreaterThanOrEqual(runAt.getTime() - 50);
    expect(at.getTime()).toBeLessThan(runAt.getTime() + 5_000);
  });

  it('runs at the start and again and again', async () => {
    await until(async () => (await notes()).filter(({ text }) => text === 'tick').length >= 3);
  });

  it('is replaced or forgotten by its key', async () => {
    const runAt = new Date(Date.now() + 2_000);
    await schedule(test.em(), note, { text: 'replaced' }, { runAt, key: 'k1' });
    await schedule(test.em(), note, { text: 'replacement' }, { runAt, key: 'k1' });
    await schedule(test.em(), note, { text: 'forgotten' }, { runAt, key: 'k2' });
    await unschedule(test.em(), note, 'k2');
    await noted('replacement');
    expect((await notes()).map(({ text }) => text)).not.toEqual(expect.arrayContaining(['replaced']));
    expect((await notes()).map(({ text }) => text)).not.toEqual(expect.arrayContaining(['forgotten']));
  });

  it('is taken over from a process that was killed', async () => {
    await schedule(test.em(), note, { text: 'orphan' }, { runAt: new Date(Date.now() + 1_000) });
    await sqlRun(
      test.em(),
      `update graphile_worker._private_jobs set locked_by = 'worker-gone', locked_at = now() - interval '1 minute'
       where run_at > now() and key is null`,
    );
    await until(async () => (await notes()).some(({ text }) => text === 'orphan'), 15_000);
    await sqlRun(
      test.em(),
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'test-listener' and datname = current_database()`,
    );
  });

  it('is left to a worker that lives, however long it takes', async () => {
    await schedule(test.em(), slow, {});
    await until(async () => (await notes()).filter(({ text }) => text === 'slow began').length > 0);
    // As if it had been at work for a minute: only the lock of its process tells that it lives.
    await sqlRun(
      test.em(),
      `update graphile_worker._private_jobs set locked_at = now() - interval '1 minute' where locked_at is not null`,
    );
    await until(async () => (await notes()).some(({ text }) => text === 'slow ended'), 15_000);
    expect((await notes()).filter(({ text }) => text === 'slow began')).toHaveLength(1);
  });

  it('is repeated after an error, whose report has no payload', async () => {
    await schedule(test.em(), failTwice, { email: 'someone@example.org' });
    await until(async () => (await sqlOne<{ n: number }>(test.em(), 'select n from attempt'))?.n === 2);
    const failure = lines.map((line) => JSON.parse(line)).find(({ msg }) => msg === 'job failed');
    expect(failure).toMatchObject({ job: 'fail-twice', err: { type: 'TypeError' } });
    expect(lines.join('')).not.toContain('someone@example.org');
  });
});
