import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EntityManager } from '@mikro-orm/postgresql';
import { startTestOrm, type TestOrm } from '../testing/test-orm.js';
import { until } from '../testing/until.js';
import { notify } from './listener.js';
import { watchSequence } from './sequence-stream.js';
import { sqlAll, sqlRun } from './sql.js';
import { transact } from './transact.js';

interface Change {
  readonly sequence: bigint;
}

let test: TestOrm;
beforeAll(async () => {
  test = await startTestOrm();
  await sqlRun(test.em(), 'create table thing (key text primary key, sequence bigint not null)');
  await sqlRun(test.em(), 'create table change (key text, sequence bigint, primary key (key, sequence))');
});
afterAll(() => test.close());

const changeIn = async (tx: EntityManager, key: string) => {
  await sqlRun(
    tx,
    `with next as (insert into thing values ($1, 1) on conflict (key) do update set sequence = thing.sequence + 1 returning sequence)
     insert into change select $1, sequence from next`,
    [key],
  );
  await notify(tx, 'thing', key);
};
const change = (key: string) => transact(test.em(), (tx) => changeIn(tx, key));

function watch(key: string, after?: bigint) {
  const abort = new AbortController();
  const seen: bigint[] = [];
  const read = (last: bigint | undefined) =>
    last === undefined
      ? sqlAll<Change>(test.em(), 'select sequence from thing where key = $1', [key])
      : sqlAll<Change>(test.em(), 'select sequence from change where key = $1 and sequence > $2 order by sequence', [
          key,
          last,
        ]);
  const end = (async () => {
    const { signal } = abort;
    for await (const item of watchSequence({ listener: test.listener, channel: 'thing', key, after, signal, read })) {
      seen.push(item.sequence);
    }
  })();
  return {
    seen,
    stop: async () => {
      abort.abort();
      await end;
    },
  };
}

const upTo = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => BigInt(from + n));

describe('a watched sequence', () => {
  it('starts with the present state and then has every change once', async () => {
    for (let n = 0; n < 3; n++) await change('a');
    const watcher = watch('a');
    await until(() => watcher.seen.length === 1);
    await Promise.all(Array.from({ length: 40 }, () => change('a')));
    await until(() => watcher.seen.at(-1) === 43n);
    expect(watcher.seen).toEqual(upTo(3, 43));
    await watcher.stop();
  });

  it('resumes right behind what the reader has', async () => {
    for (let n = 0; n < 5; n++) await change('b');
    const watcher = watch('b', 2n);
    await until(() => watcher.seen.length === 3);
    await change('b');
    await until(() => watcher.seen.length === 4);
    expect(watcher.seen).toEqual(upTo(3, 6));
    await watcher.stop();
  });

  it('misses nothing while its connection is cut', async () => {
    await change('c');
    const watcher = watch('c');
    await until(() => watcher.seen.length === 1);
    for (let round = 2; round <= 6; round++) {
      // The notification goes out at a moment when nobody listens, and no other follows.
      await transact(test.em(), async (tx) => {
        await changeIn(tx, 'c');
        await sqlRun(
          tx,
          `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'test-listener' and datname = current_database()`,
        );
      });
      await until(() => watcher.seen.length === round);
    }
    expect(watcher.seen).toEqual(upTo(1, 6));
    await watcher.stop();
  });

  it('may be read as the present state each time', async () => {
    await change('f');
    const abort = new AbortController();
    const read = () => sqlAll<Change>(test.em(), `select sequence from thing where key = 'f'`);
    const stream = watchSequence({ listener: test.listener, channel: 'thing', key: 'f', signal: abort.signal, read });
    expect((await stream.next()).value).toEqual({ sequence: 1n });
    const second = stream.next();
    await transact(test.em(), (tx) => notify(tx, 'thing', 'f'));
    await change('f');
    expect((await second).value).toEqual({ sequence: 2n });
    const end = stream.next();
    abort.abort();
    expect((await end).done).toBe(true);
  });

  it('hears of its own key only, and ends when it is told to', async () => {
    const watcher = watch('d');
    await change('e');
    await change('d');
    await until(() => watcher.seen.length === 1);
    expect(watcher.seen).toEqual([1n]);
    await watcher.stop();
  });
});
