import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Field, ObjectType } from 'type-graphql';
import { IdempotencyConflict } from '../graphql/common-errors.js';
import { expose } from '../graphql/expose.js';
import { UserError } from '../graphql/user-error.js';
import { startTestOrm, type TestOrm } from '../testing/test-orm.js';
import { idempotent } from './idempotency.js';
import { sqlAll, sqlRun } from './sql.js';

@ObjectType({ implements: UserError })
class SoldOut extends UserError {
  @Field(() => String)
  readonly left: bigint;

  constructor(left: bigint) {
    super('There is not enough left.');
    this.left = left;
  }
}

const viewer = { subject: 'u1', kind: 'user' } as const;
let test: TestOrm;
let key = 0;

beforeAll(async () => {
  test = await startTestOrm();
  await sqlRun(test.em(), 'create table effect (id int generated always as identity, note text)');
});
afterAll(() => test.close());
beforeEach(async () => {
  key++;
  await sqlRun(test.em(), 'delete from effect');
});

const request = (input: unknown = { a: 1 }) => ({ viewer, operation: 'holdBasket', key: `key-${key}`, input });
const effects = () => sqlAll<{ note: string }>(test.em(), 'select note from effect');
const settle = <T>(promise: Promise<T>) =>
  promise.then(
    (value) => value,
    (error: unknown) => error,
  );

describe('an idempotency key', () => {
  it('gives 50 rivals one effect and one answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, rival) =>
        idempotent(test.em(), request(), async (tx) => {
          await sqlRun(tx, 'insert into effect (note) values ($1)', [`rival ${rival}`]);
          return { rival, amountMinor: 12345678901234567890n, at: new Date(0), nothing: null };
        }),
      ),
    );
    expect(await effects()).toHaveLength(1);
    expect(answers[0]).toMatchObject({ amountMinor: 12345678901234567890n, at: new Date(0), nothing: null });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  it('gives 50 rivals one refusal, undoes what led to it, and tells it as it was', async () => {
    let runs = 0;
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, () =>
        settle(
          idempotent(test.em(), request(), async (tx) => {
            runs++;
            await sqlRun(tx, `insert into effect (note) values ('undone')`);
            throw new SoldOut(3n);
          }),
        ),
      ),
    );
    expect(runs).toBe(1);
    expect(await effects()).toEqual([]);
    const told = { __typename: 'SoldOut', code: 'SOLD_OUT', message: 'There is not enough left.', left: 3n };
    for (const outcome of outcomes) expect(expose(SoldOut)(outcome)).toEqual(told);
  });

  it('refuses another input', async () => {
    await idempotent(test.em(), request({ a: 1, b: 2n }), async () => 'first');
    await expect(idempotent(test.em(), request({ b: 2n, a: 1 }), async () => 'second')).resolves.toBe('first');
    const other = await settle(idempotent(test.em(), request({ a: 1, b: 3n }), async () => 'third'));
    expect(other).toBeInstanceOf(IdempotencyConflict);
  });

  it('belongs to its caller and operation', async () => {
    const others = [
      { ...request(), viewer: { subject: 'u2', kind: 'user' } as const },
      { ...request(), viewer: { subject: 'u1', kind: 'client' } as const },
      { ...request(), viewer: undefined },
      { ...request(), operation: 'cancelBooking' },
    ];
    await idempotent(test.em(), request(), async () => 'mine');
    for (const other of others)
      await expect(idempotent(test.em(), other, async () => 'theirs')).resolves.toBe('theirs');
  });

  it('is free again after an error that is no refusal', async () => {
    const failing = idempotent(test.em(), request(), async (tx) => {
      await sqlRun(tx, `insert into effect (note) values ('lost')`);
      throw new Error('crash');
    });
    await expect(failing).rejects.toThrow('crash');
    await expect(idempotent(test.em(), request(), async () => 'again')).resolves.toBe('again');
    expect(await effects()).toEqual([]);
  });

  it('survives a connection that is cut in the middle of the work', async () => {
    const cut = idempotent(test.em(), request(), async (tx) => {
      await sqlRun(tx, `insert into effect (note) values ('lost')`);
      await sqlRun(tx, 'select pg_terminate_backend(pg_backend_pid())');
      return 'never';
    });
    await expect(cut).rejects.toThrow();
    await expect(idempotent(test.em(), request(), async () => 'again')).resolves.toBe('again');
    expect(await effects()).toEqual([]);
  });

  it('has 1 to 128 characters', async () => {
    for (const bad of ['', 'x'.repeat(129)]) {
      const outcome = await settle(idempotent(test.em(), { ...request(), key: bad }, async () => 'never'));
      expect(outcome).toBeInstanceOf(UserError);
    }
  });
});
