import { UserRegisteredSchema } from '@fleetgraph/schema/events/users_pb';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type CloudEventV1, Kafka } from 'cloudevents';
import { sqlAll, sqlOne, sqlRun } from '../database/sql.js';
import { transact } from '../database/transact.js';
import { EventStage } from '../testing/event-stage.js';
import { publishEvent } from '../testing/test-bus.js';
import { until } from '../testing/until.js';
import { record, recordAll } from './record.js';
import type { EventTransport } from './transport/transport.js';

let stage: EventStage;
beforeAll(async () => {
  stage = await EventStage.open();
  await sqlRun(stage.test.em(), 'create table aggregate (id text primary key, version int)');
});
afterEach(() => stage.clear());
afterAll(() => stage.close());

describe('an event', () => {
  it('reaches handlers when its transaction commits, and only then', async () => {
    await stage.relay();
    await stage.start(stage.see());
    const undone = transact(stage.test.em(), async (tx) => {
      await record(tx, UserRegisteredSchema, { key: 'undone', payload: { userId: 'undone' } });
      throw new Error('undo');
    });
    await expect(undone).rejects.toThrow('undo');
    await stage.register('committed');
    await stage.hasSeen('committed');
    expect(await stage.seen()).not.toContain('undone');
    await expect(record(stage.test.em(), UserRegisteredSchema, { key: 'x', payload: {} })).rejects.toThrow(
      'transaction',
    );
  });

  it('is a CloudEvent in binary mode', async () => {
    await stage.relay();
    const id = await stage.register('cloud');
    const [event] = await until(async () => {
      const found = await stage.inTopic('users.user.v1', ({ headers }) => headers.ce_id === id);
      return found.length > 0 && found;
    });
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
    await stage.relay();
    await stage.start(stage.see());
    const change = (id: string) =>
      transact(stage.test.em(), async (tx) => {
        const row = await sqlOne<{ version: number }>(
          tx,
          `insert into aggregate values ($1, 1) on conflict (id) do update set version = aggregate.version + 1 returning version`,
          [id],
        );
        await record(tx, UserRegisteredSchema, { key: id, payload: { userId: `${id}-${row?.version}` } });
      });
    await Promise.all(Array.from({ length: 100 }, (_, n) => change(`order${n % 5}`)));
    const mine = async () => (await stage.seen()).filter((userId) => userId.startsWith('order'));
    await until(async () => (await mine()).length === 100);
    for (let key = 0; key < 5; key++) {
      const ofKey = (await mine()).filter((userId) => userId.startsWith(`order${key}-`));
      expect(ofKey).toEqual(Array.from({ length: 20 }, (_, n) => `order${key}-${n + 1}`));
    }
  });

  it('is published once and in order by several relays of one database', async () => {
    const published: string[] = [];
    const slow: EventTransport = {
      ...stage.transport,
      publish: async (events) => {
        await stage.transport.publish(events);
        published.push(...events.map(({ headers }) => headers.ce_id ?? ''));
      },
    };
    await Promise.all([stage.relay(slow), stage.relay(slow), stage.relay(slow)]);
    const ids: string[] = [];
    for (let n = 0; n < 50; n++) ids.push(await stage.register('replicas'));
    await until(() => published.length >= 50);
    expect(published).toEqual(ids);
  });

  it('takes effect once when the relay dies between publishing and marking', async () => {
    const published: string[] = [];
    const dying: EventTransport = {
      ...stage.transport,
      publish: async (events) => {
        await stage.transport.publish(events);
        published.push(...events.map(({ key }) => key));
        // The relay's own connection is cut after the broker has the events and before the outbox knows.
        if (published.filter((key) => key === 'twice').length === 1) {
          await sqlRun(
            stage.test.em(),
            `select pg_terminate_backend(pid) from pg_stat_activity
             where datname = current_database() and state = 'idle in transaction' and pid <> pg_backend_pid()`,
          );
        }
      },
    };
    await stage.start(stage.see());
    await stage.relay(dying);
    await stage.register('twice');
    await until(() => published.filter((key) => key === 'twice').length === 2);
    await stage.register('after');
    await stage.hasSeen('after');
    expect((await stage.seen()).filter((userId) => userId === 'twice')).toHaveLength(1);
  });

  it('takes effect once when it is delivered twice at the same time', async () => {
    const id = await stage.publish('double');
    await publishEvent(stage.transport, UserRegisteredSchema, { id, key: 'other key', payload: { userId: 'double' } });
    await stage.start(stage.see());
    await stage.publish('last');
    await stage.hasSeen('last');
    expect((await stage.seen()).filter((userId) => userId === 'double')).toHaveLength(1);
  });

  it('waits in the outbox while the broker is away', async () => {
    let isAway = true;
    const shaky: EventTransport = {
      ...stage.transport,
      publish: (events) => (isAway ? Promise.reject(new Error('broker is away')) : stage.transport.publish(events)),
    };
    await stage.start(stage.see());
    await stage.relay(shaky);
    await stage.register('patient');
    await until(
      async () => (await sqlAll(stage.test.em(), 'select 1 from outbox where published_at is null')).length > 0,
    );
    isAway = false;
    await stage.hasSeen('patient');
  });

  it('is recorded in bulk in one statement, in order', async () => {
    await stage.relay();
    await stage.start(stage.see());
    const users = Array.from({ length: 1_200 }, (_, n) => `bulk${n}`);
    const events = users.map((userId) => ({ key: 'bulk', payload: { userId } }));
    const ids = await transact(stage.test.em(), (tx) => recordAll(tx, UserRegisteredSchema, events));
    expect(new Set(ids).size).toBe(1_200);
    await stage.hasSeen('bulk1199', 20_000);
    expect((await stage.seen()).filter((userId) => userId.startsWith('bulk'))).toEqual(users);
  });
});
