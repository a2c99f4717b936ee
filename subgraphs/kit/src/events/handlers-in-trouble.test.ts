import { EmailVerifiedSchema, UserRegisteredSchema } from '@fleetgraph/schema/events/users_pb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { sqlRun } from '../database/sql.js';
import { EventStage } from '../testing/event-stage.js';
import { publishEvent } from '../testing/test-bus.js';
import { until } from '../testing/until.js';
import { consume } from './consume.js';
import { replayDeadLetters, replayGroup } from './replay.js';

let stage: EventStage;
beforeAll(async () => {
  stage = await EventStage.open();
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

describe('a handler in trouble', () => {
  it('delays other keys less than five seconds and leaves dead letters that can be replayed', async () => {
    let isMended = false;
    const consumer = stage.see((userId) => {
      if (userId.startsWith('poison') && !isMended) throw new TypeError(`cannot handle ${userId}`);
    });
    for (let n = 0; n < 300; n++) await stage.publish(n % 100 === 50 ? `poison${n}` : `good${n}`);
    await stage.start(consumer);
    await until(async () => (await stage.seen()).filter((userId) => userId.startsWith('good')).length === 297, 5_000);
    const letters = await stage.deadLetters(3);
    expect(letters[0]?.headers).toMatchObject({ dlt_topic: 'users.user.v1', dlt_reason: 'TypeError' });
    expect(JSON.stringify(letters.map(({ headers }) => headers))).not.toContain('cannot handle');
    isMended = true;
    expect(await replayDeadLetters({ consumer, runtime: stage.test, transport: stage.transport })).toBe(3);
    expect(await replayDeadLetters({ consumer, runtime: stage.test, transport: stage.transport })).toBe(0);
    expect((await stage.seen()).filter((userId) => userId.startsWith('poison'))).toHaveLength(3);
  });

  it('is helped by repeating, in a new transaction each time', async () => {
    await stage.start(
      stage.see((userId, attempt) => {
        if (userId === 'shaky' && attempt < 3) throw new Error('try again');
      }),
    );
    await stage.publish('shaky');
    await stage.hasSeen('shaky');
    expect((await stage.seen()).filter((userId) => userId === 'shaky')).toHaveLength(1);
    expect(await stage.deadLetters(0)).toEqual([]);
  });

  it('never loses an event to an outage, however long', async () => {
    let cuts = 0;
    const consumer = consume([UserRegisteredSchema], stage.group, async (em, { userId }, meta) => {
      await sqlRun(em, 'insert into seen (consumer, user_id) values ($1, $2)', [meta.group, userId]);
      if (userId === 'outage' && cuts++ < 5) await sqlRun(em, 'select pg_terminate_backend(pg_backend_pid())');
    });
    await stage.start(consumer);
    await stage.publish('outage');
    await stage.hasSeen('outage', 20_000);
    expect(cuts).toBe(6);
    expect(await stage.deadLetters(0)).toEqual([]);
  });

  it('sets aside at once what nobody can read, and passes over other types of the topic', async () => {
    const broken = { 'content-type': 'application/protobuf', ce_id: 'no uuid', ce_type: UserRegisteredSchema.typeName };
    await stage.start(stage.see());
    await publishEvent(stage.transport, EmailVerifiedSchema, { key: 'k', payload: { userId: 'k' } });
    await stage.transport.publish([
      { topic: 'users.user.v1', key: 'k', headers: broken, value: Buffer.from([255, 255]) },
    ]);
    await stage.transport.publish([{ topic: 'users.user.v1', key: 'k', headers: {}, value: Buffer.from('?') }]);
    await stage.publish('readable');
    await stage.hasSeen('readable');
    const letters = await stage.deadLetters(2);
    expect(letters.map(({ headers }) => headers.dlt_reason)).toEqual(['UndecodableEvent', 'UndecodableEvent']);
  });
});

describe('a consumer group', () => {
  it('is rebuilt from zero to the same result', async () => {
    const consumer = stage.see();
    await stage.start(consumer);
    const readable = await stage.inTopic(
      'users.user.v1',
      ({ headers }) => headers.ce_type === UserRegisteredSchema.typeName && headers.ce_id !== 'no uuid',
    );
    await until(async () => (await stage.seen()).length === readable.length, 20_000);
    const before = (await stage.seen()).sort();
    await replayGroup({ consumer, runtime: stage.test, transport: stage.transport }, (tx) =>
      sqlRun(tx, 'delete from seen where consumer = $1', [stage.group]),
    );
    await until(async () => (await stage.seen()).length === before.length, 20_000);
    expect((await stage.seen()).sort()).toEqual(before);
  });
});
