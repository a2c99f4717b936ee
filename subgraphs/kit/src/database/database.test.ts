import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Entity, PrimaryKey, Property } from '@mikro-orm/decorators/legacy';
import { Migration } from '@mikro-orm/migrations';
import { startTestOrm, type TestOrm } from '../testing/test-orm.js';
import { connect, migrate } from './connect.js';
import { onConstraint } from './on-constraint.js';
import { sqlAll, sqlOne, sqlRun } from './sql.js';
import { transact } from './transact.js';

@Entity({ tableName: 'account' })
class Account {
  @PrimaryKey({ type: 'integer' })
  id!: number;

  @Property({ type: 'string' })
  email!: string;

  @Property({ type: 'datetime' })
  createdAt: Date = new Date();
}

class CreateAccounts extends Migration {
  override up(): void {
    this.addSql(`create table account (
      id int primary key, email text not null, balance bigint not null default 0, created_at timestamptz not null default now(),
      constraint account_email_unique unique (email))`);
  }
}

class EmailTaken extends Error {}

let test: TestOrm;
beforeAll(async () => {
  test = await startTestOrm([Account], [CreateAccounts]);
});
afterAll(() => test.close());

describe('the database', () => {
  it('is migrated once, however many start at the same time', async () => {
    const options = {
      url: test.database.url,
      entities: [Account],
      migrations: [CreateAccounts],
      applicationName: 'rival',
    };
    const rivals = await Promise.all([connect(options), connect(options), connect(options)]);
    await Promise.all(rivals.map(migrate));
    await Promise.all(rivals.map((orm) => orm.close()));
    const done = await sqlAll<{ name: string }>(test.em(), 'select name from mikro_orm_migrations order by id');
    expect(done.map(({ name }) => name)).toEqual(['kit-0001-create-kit-tables', 'CreateAccounts']);
  });

  it('answers instants as dates, int8 as bigint, the rest as text that loses nothing', async () => {
    const row = await sqlOne(
      test.em(),
      `select $1::timestamptz as instant, 9007199254740993::int8 as big, 1::int4 as small, 1.10::numeric as exact,
        date '2026-03-29' as day, timestamp '2026-03-29 02:30' as wall, array[1, 2]::int8[] as bigs, $2::jsonb as json,
        $3::text[] as texts, tstzrange($1, null) as period`,
      [new Date('2026-01-02T03:04:05.678Z'), { a: [1, 'x'] }, ['a', null]],
    );
    expect(row).toMatchObject({
      instant: new Date('2026-01-02T03:04:05.678Z'),
      big: 9007199254740993n,
      small: 1,
      exact: '1.10',
      day: '2026-03-29',
      wall: '2026-03-29 02:30:00',
      bigs: [1n, 2n],
      json: { a: [1, 'x'] },
      texts: ['a', null],
    });
  });

  it('runs hand-written SQL on the transaction of the entity manager', async () => {
    const failing = transact(test.em(), async (tx) => {
      tx.create(Account, { id: 1, email: 'a', createdAt: new Date() });
      await tx.flush();
      expect(await sqlRun(tx, 'update account set balance = 5 where id = 1')).toBe(1);
      throw new Error('undo');
    });
    await expect(failing).rejects.toThrow('undo');
    expect(await sqlAll(test.em(), 'select * from account')).toEqual([]);
    expect(await test.em().count(Account)).toBe(0);
  });

  it('names the violated constraint, and no value, for entities and hand-written SQL', async () => {
    const email = 'someone@example.org';
    await sqlRun(test.em(), 'insert into account (id, email) values (2, $1)', [email]);
    const byEntity = transact(test.em(), async (tx) => {
      tx.create(Account, { id: 3, email, createdAt: new Date() });
    });
    const bySql = sqlRun(test.em(), 'insert into account (id, email) values (3, $1)', [email]);
    for (const attempt of [byEntity, bySql]) {
      const error = await attempt.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(JSON.stringify({ ...(error as Error) }) + String(error)).not.toContain(email);
      expect(onConstraint({ account_email_unique: () => new EmailTaken() }).bind(null, error)).toThrow(EmailTaken);
      expect(onConstraint({ other: () => new EmailTaken() }).bind(null, error)).toThrow(error as Error);
    }
    const badInput = sqlRun(test.em(), 'select $1::text::uuid', [email]);
    await expect(badInput).rejects.not.toThrow(email);
  });

  it('repeats a transaction that lost a deadlock', async () => {
    await sqlRun(test.em(), `insert into account (id, email) values (10, 'x'), (11, 'y')`);
    const bothHoldOne = barrier(2);
    const move = (first: number, second: number) => {
      let attempts = 0;
      return transact(test.em(), async (tx) => {
        await sqlRun(tx, 'update account set balance = balance + 1 where id = $1', [first]);
        if (attempts++ === 0) await bothHoldOne();
        await sqlRun(tx, 'update account set balance = balance + 1 where id = $1', [second]);
        return attempts;
      });
    };
    const attempts = await Promise.all([move(10, 11), move(11, 10)]);
    expect(attempts.sort()).toEqual([1, 2]);
    const rows = await sqlAll<{ balance: bigint }>(test.em(), 'select balance from account where id in (10, 11)');
    expect(rows).toEqual([{ balance: 2n }, { balance: 2n }]);
  });

  it('keeps all its connections when some are cut in the middle of transactions', async () => {
    const cut = () => transact(test.em(), (tx) => sqlRun(tx, 'select pg_terminate_backend(pg_backend_pid())'));
    const outcomes = await Promise.allSettled(Array.from({ length: 25 }, cut)); // the pool has 10 places
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
    await expect(transact(test.em(), (tx) => sqlOne(tx, 'select 1 as one'))).resolves.toEqual({ one: 1 });
  });

  it('repeats a transaction whose prepared statement a migration has outdated', async () => {
    await sqlRun(test.em(), 'create table growing (a int)');
    const read = () => transact(test.em(), (tx) => sqlAll(tx, 'select * from growing where a >= $1', [0]));
    await sqlRun(test.em(), 'insert into growing values (1)');
    expect(await read()).toEqual([{ a: 1 }]);
    await sqlRun(test.em(), 'alter table growing add column b int default 2');
    expect(await read()).toEqual([{ a: 1, b: 2 }]);
  });

  it('gives up after five attempts', async () => {
    let attempts = 0;
    const hopeless = transact(test.em(), async (tx) => {
      attempts++;
      await sqlRun(tx, `do $$ begin raise exception 'again' using errcode = '40001'; end $$`);
    });
    await expect(hopeless).rejects.toThrow('again');
    expect(attempts).toBe(5);
  });
});

/** Resolves for everybody once so many have come. */
function barrier(size: number): () => Promise<void> {
  let open = () => {};
  const all = new Promise<void>((resolve) => {
    open = resolve;
  });
  let waiting = 0;
  return () => {
    if (++waiting === size) open();
    return all;
  };
}
