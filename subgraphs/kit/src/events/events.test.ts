import { EmailVerifiedSchema, UserRegisteredSchema } from '@fleetgraph/schema/events/users_pb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type CloudEventV1, Kafka } from 'cloudevents';
import { sqlAll, sqlOne, sqlRun } from '../database/sql.js';
import { transact } from '../database/transact.js';
import { publishEvent } from '../testing/test-bus.js';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { startTestOrm, type TestOrm } from '../testing/test-orm.js';
import { until } from '../testing/until.js';
import { type Consumer, consume } from './consume.js';
import { startRelay } from './outbox-relay.js';
import { record, recordAll } from './record.js';
import { replayDeadLetters, replayGroup } from './replay.js';
import { runConsumers } from './run-consumers.js';
import { openEmbeddedLog } from './transport/embedded-log.js';
import type { EventTransport, IncomingEvent } from './transport/transport.js';

let test: TestOrm;
let log: TestDatabase;
let transport: EventTransport;
let group: string;
let groups = 0;
const running: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  [test, log] = await Promise.all([startTestOrm(), createTestDatabase()]);
  transport = await openEmbeddedLog({ url: log.url, logger: test.logger });
  await sqlRun(test.em(), 'create table seen (id bigint generated always as identity, consumer text, user_id text)');
  await sqlRun(test.em(), 'create table aggregate (id text primary key, version int)');
});
beforeEach(() => {
  group = `test.see-${++groups}`;
});
afterEach(async () => {
  for (const part of running.splice(0).reverse()) await part.stop();
});
afterAll(async () => {
  await transport.close();
  await test.close();
  await log.close();
});

const see = (work: (userId: string, attempt: number) => Promise<void> | void = () => {}) => {
  const attempts = new Map<string, number>();
  return consume([UserRegisteredSchema], group, async (em, { userId }, meta) => {
    await sqlRun(em, 'insert into seen (consumer, user_id) values ($1, $2)', [meta.group, userId]);
    attempts.set(userId, (attempts.get(userId) ?? 0) + 1);
    await work(userId, attempts.get(userId) ?? 0);
  });
};
const start = async (consumer: Consumer) => {
  const consumers = await runConsumers({ consumers: [consumer], runtime: test, transport });
  running.push(consumers);
  return consumers;
};
const relay = async (through: EventTransport = transport) => {
  running.push(await startRelay({ runtime: test, transport: through, source: 'users' }));
};
const register = (userId: string) =>
  transact(test.em(), (tx) => record(tx, UserRegisteredSchema, { key: userId, payload: { userId } }));
const publish = (userId: string) => publishEvent(transport, UserRegisteredSchema, { key: userId, payload: { userId } });
const seen = async () => {
  const rows = await sqlAll<{ user_id: string }>(
    test.em(),
    'select user_id from seen where consumer = $1 order by id',
    [group],
  );
  return rows.map((row) => row.user_id);
};
const hasSeen = (userId: string, timeoutMs?: number) => until(async () => (await seen()).includes(userId), timeoutMs);
const deadLetters = async () => {
  const letters: IncomingEvent[] = [];
  const handle = async (letter: IncomingEvent) => {
    if (letter.headers.dlt_group === group) letters.push(letter);
  };
  await transport.drain({ group: `${group}.inspect-${Math.random()}`, topics: ['users.user.v1.dlt'], handle });
  return letters;
};

describe('an event', () => {
  it('reaches handlers when its transaction commits, and only then', async () => {
    await relay();
    await start(see());
    const undone = transact(test.em(), async (tx) => {
      await record(tx, UserRegisteredSchema, { key: 'undone', payload: { userId: 'undone' } });
      throw new Error('undo');
    });
    await expect(undone).rejects.toThrow('undo');
    await register('committed');
    await hasSeen('committed');
    expect(await seen()).not.toContain('undone');
    await expect(record(test.em(), UserRegisteredSchema, { key: 'x', payload: {} })).rejects.toThrow('transaction');
  });

  it('is a CloudEvent in binary mode', async () => {
    await relay();
    const id = await register('cloud');
    const events: IncomingEvent[] = [];
    const handle = async (event: IncomingEvent) => void (event.headers.ce_id === id && events.push(event));
    running.push(await transport.subscribe({ group, topics: ['users.user.v1'], handle }));
    const [event] = await until(() => events.length > 0 && events);
    const wire = { key: event?.key ?? '', headers: event?.headers ?? {}, value: event?.value, body: event?.value };
    const parsed = Kafka.toEvent<Uint8Array>(wire) as CloudEventV1<Uint8Array>;
    expect(parsed).toMatchObject({
      id,
      specversion: '1.0',
      type: 'fleetgraph.users.v1.UserRegistered',
      source: '/fleetgraph/users',
      subject: 'cloud',
      datacontenttype: 'application/protobuf',
      dataschema: '/schema/users.proto#fleetgraph.users.v1.UserRegistered',
    });
    expect(id[14]).toBe('7');
  });

  it('keeps the order of its key, whoever commits first', async () => {
    await relay();
    await start(see());
    const change = (id: string) =>
      transact(test.em(), async (tx) => {
        const row = await sqlOne<{ version: number }>(
          tx,
          `insert into aggregate values ($1, 1) on conflict (id) do update set version = aggregate.version + 1 returning version`,
          [id],
        );
        await record(tx, UserRegisteredSchema, { key: id, payload: { userId: `${id}-${row?.version}` } });
      });
    await Promise.all(Array.from({ length: 100 }, (_, n) => change(`order${n % 5}`)));
    const mine = async () => (await seen()).filter((userId) => userId.startsWith('order'));
    await until(async () => (await mine()).length === 100);
    for (let key = 0; key < 5; key++) {
      const ofKey = (await mine()).filter((userId) => userId.startsWith(`order${key}-`));
      expect(ofKey).toEqual(Array.from({ length: 20 }, (_, n) => `order${key}-${n + 1}`));
    }
  });

  it('is published once and in order by several relays of one database', async () => {
    const published: string[] = [];
    const slow: EventTransport = {
      ...transport,
      publish: async (events) => {
        await transport.publish(events);
        published.push(...events.map(({ headers }) => headers.ce_id ?? ''));
      },
    };
    await Promise.all([relay(slow), relay(slow), relay(slow)]);
    const ids: string[] = [];
    for (let n = 0; n < 50; n++) ids.push(await register('replicas'));
    await until(() => published.length >= 50);
    expect(published).toEqual(ids);
  });

  it('takes effect once when the relay dies between publishing and marking', async () => {
    const published: string[] = [];
    const dying: EventTransport = {
      ...transport,
      publish: async (events) => {
        await transport.publish(events);
        published.push(...events.map(({ key }) => key));
        // The relay's own connection is cut after the broker has the events and before the outbox knows.
        if (published.filter((key) => key === 'twice').length === 1) {
          await sqlRun(
            test.em(),
            `select pg_terminate_backend(pid) from pg_stat_activity
             where datname = current_database() and state = 'idle in transaction' and pid <> pg_backend_pid()`,
          );
        }
      },
    };
    await start(see());
    await relay(dying);
    await register('twice');
    await until(() => published.filter((key) => key === 'twice').length === 2);
    await register('after');
    await hasSeen('after');
    expect((await seen()).filter((userId) => userId === 'twice')).toHaveLength(1);
  });

  it('takes effect once when it is delivered twice at the same time', async () => {
    const id = await publish('double');
    await publishEvent(transport, UserRegisteredSchema, { id, key: 'other key', payload: { userId: 'double' } });
    await start(see());
    await publish('last');
    await hasSeen('last');
    expect((await seen()).filter((userId) => userId === 'double')).toHaveLength(1);
  });

  it('waits in the outbox while the broker is away', async () => {
    let isAway = true;
    const shaky: EventTransport = {
      ...transport,
      publish: (events) => (isAway ? Promise.reject(new Error('broker is away')) : transport.publish(events)),
    };
    await start(see());
    await relay(shaky);
    await register('patient');
    await until(async () => (await sqlAll(test.em(), 'select 1 from outbox where published_at is null')).length > 0);
    isAway = false;
    await hasSeen('patient');
  });

  it('is recorded in bulk in one statement, in order', async () => {
    await relay();
    await start(see());
    const users = Array.from({ length: 1_200 }, (_, n) => `bulk${n}`);
    const events = users.map((userId) => ({ key: 'bulk', payload: { userId } }));
    const ids = await transact(test.em(), (tx) => recordAll(tx, UserRegisteredSchema, events));
    expect(new Set(ids).size).toBe(1_200);
    await hasSeen('bulk1199', 20_000);
    expect((await seen()).filter((userId) => userId.startsWith('bulk'))).toEqual(users);
  });
});

describe('a handler in trouble', () => {
  it('delays other keys less than five seconds and leaves dead letters that can be replayed', async () => {
    let isMended = false;
    const consumer = see((userId) => {
      if (userId.startsWith('poison') && !isMended) throw new TypeError(`cannot handle ${userId}`);
    });
    for (let n = 0; n < 300; n++) await publish(n % 100 === 50 ? `poison${n}` : `good${n}`);
    await start(consumer);
    await until(async () => (await seen()).filter((userId) => userId.startsWith('good')).length === 297, 5_000);
    const letters = await until(async () => {
      const found = await deadLetters();
      return found.length === 3 && found;
    });
    expect(letters[0]?.headers).toMatchObject({ dlt_topic: 'users.user.v1', dlt_reason: 'TypeError' });
    expect(JSON.stringify(letters.map(({ headers }) => headers))).not.toContain('cannot handle');
    isMended = true;
    expect(await replayDeadLetters({ consumer, runtime: test, transport })).toBe(3);
    expect(await replayDeadLetters({ consumer, runtime: test, transport })).toBe(0);
    expect((await seen()).filter((userId) => userId.startsWith('poison'))).toHaveLength(3);
  });

  it('is helped by repeating, in a new transaction each time', async () => {
    await start(
      see((userId, attempt) => {
        if (userId === 'shaky' && attempt < 3) throw new Error('try again');
      }),
    );
    await publish('shaky');
    await hasSeen('shaky');
    expect((await seen()).filter((userId) => userId === 'shaky')).toHaveLength(1);
    expect(await deadLetters()).toEqual([]);
  });

  it('never loses an event to an outage, however long', async () => {
    let cuts = 0;
    const consumer = consume([UserRegisteredSchema], group, async (em, { userId }, meta) => {
      await sqlRun(em, 'insert into seen (consumer, user_id) values ($1, $2)', [meta.group, userId]);
      if (userId === 'outage' && cuts++ < 5) await sqlRun(em, 'select pg_terminate_backend(pg_backend_pid())');
    });
    await start(consumer);
    await publish('outage');
    await hasSeen('outage', 20_000);
    expect(cuts).toBe(6);
    expect(await deadLetters()).toEqual([]);
  });

  it('sets aside at once what nobody can read, and passes over other types of the topic', async () => {
    const broken = { 'content-type': 'application/protobuf', ce_id: 'no uuid', ce_type: UserRegisteredSchema.typeName };
    await start(see());
    await publishEvent(transport, EmailVerifiedSchema, { key: 'k', payload: { userId: 'k' } });
    await transport.publish([{ topic: 'users.user.v1', key: 'k', headers: broken, value: Buffer.from([255, 255]) }]);
    await transport.publish([{ topic: 'users.user.v1', key: 'k', headers: {}, value: Buffer.from('?') }]);
    await publish('readable');
    await hasSeen('readable');
    const letters = await until(async () => {
      const found = await deadLetters();
      return found.length >= 2 && found;
    });
    expect(letters.map(({ headers }) => headers.dlt_reason)).toEqual(['UndecodableEvent', 'UndecodableEvent']);
  });
});

describe('a consumer group', () => {
  it('is rebuilt from zero to the same result', async () => {
    const consumer = see();
    await start(consumer);
    const ids = new Set<string>();
    const collect = async ({ headers: { ce_id = '', ce_type } }: IncomingEvent) => {
      if (ce_type === UserRegisteredSchema.typeName && ce_id.includes('-')) ids.add(ce_id);
    };
    await transport.drain({ group: `${group}.count`, topics: ['users.user.v1'], handle: collect });
    await until(async () => (await seen()).length === ids.size, 20_000);
    const before = (await seen()).sort();
    await replayGroup({ consumer, runtime: test, transport }, (tx) =>
      sqlRun(tx, 'delete from seen where consumer = $1', [group]),
    );
    await until(async () => (await seen()).length === before.length, 20_000);
    expect((await seen()).sort()).toEqual(before);
  });
});
