import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { until } from '../../testing/until.js';
import { expectedOfKey, numbered, Seen } from './seen-events.js';
import type { EventTransport } from './transport.js';

/** A broker that the contract's tests may use, and stop when it is theirs. */
export interface BrokerUnderTest {
  /** Opens one more transport, as one more process would. */
  open(): Promise<EventTransport>;
  /** Only for a broker that nobody else uses. */
  readonly outage?: { readonly begin: () => Promise<void>; readonly end: () => Promise<void> };
  stop(): Promise<void>;
}

const OUTAGE_TIMEOUT_MS = 60_000;
const SLOW_TEST_MS = 120_000;

/** What every transport must do; one suite for all of them. */
export function describeTransport(
  name: string,
  start: () => Promise<BrokerUnderTest>,
  { hasOutage = true }: { readonly hasOutage?: boolean } = {},
): void {
  let broker: BrokerUnderTest;
  let topic: string;
  let group: string;
  const opened: EventTransport[] = [];
  const open = async () => {
    const transport = await broker.open();
    opened.push(transport);
    return transport;
  };

  jest.setTimeout(SLOW_TEST_MS);
  describe(`${name} keeps the transport contract`, () => {
    beforeAll(async () => {
      broker = await start();
    });
    afterAll(() => broker.stop());
    afterEach(async () => {
      await Promise.all(opened.splice(0).map((transport) => transport.close()));
    });

    const fresh = () => {
      topic = `contract.${randomUUID()}.v1`;
      group = `contract.${randomUUID()}`;
    };

    it('delivers all events, those of one key in order', async () => {
      fresh();
      const transport = await open();
      const seen = new Seen();
      await transport.subscribe(seen.request(group, [topic]));
      for (let n = 0; n < 300; n += 30) await transport.publish(numbered(topic, n, n + 30, 7));
      await until(() => seen.size === 300, OUTAGE_TIMEOUT_MS);
      for (let key = 0; key < 7; key++) expect(seen.ofKey(`key-${key}`)).toEqual(expectedOfKey(300, 7, key));
    });

    it('carries key, headers and bytes unchanged', async () => {
      fresh();
      const transport = await open();
      const value = Uint8Array.from({ length: 256 }, (_, byte) => byte);
      const seen = new Seen();
      await transport.publish([{ topic, key: 'schlüssel 🔑', headers: { ce_id: 'a', 'content-type': 'b' }, value }]);
      await transport.subscribe(seen.request(group, [topic]));
      await until(() => seen.size === 1, OUTAGE_TIMEOUT_MS);
      expect(seen.events[0]).toMatchObject({
        topic,
        key: 'schlüssel 🔑',
        headers: { ce_id: 'a', 'content-type': 'b' },
      });
      expect(Uint8Array.from(seen.events[0]?.value ?? [])).toEqual(value);
    });

    it('gives every group all events, and the members of a group each event once', async () => {
      fresh();
      const [one, two] = [await open(), await open()];
      const [a1, a2, b] = [new Seen(), new Seen(), new Seen()];
      await one.subscribe(a1.request(group, [topic]));
      await two.subscribe(a2.request(group, [topic]));
      await two.subscribe(b.request(`${group}.other`, [topic]));
      await one.publish(numbered(topic, 0, 100, 10));
      await until(() => a1.size + a2.size >= 100 && b.size >= 100, OUTAGE_TIMEOUT_MS);
      expect([...a1.numbers(), ...a2.numbers()].sort((x, y) => x - y)).toEqual(
        Array.from({ length: 100 }, (_, n) => n),
      );
      expect(b.size).toBe(100);
    });

    it('hands the work of a member that leaves to another one', async () => {
      fresh();
      const [one, two] = [await open(), await open()];
      const [first, second] = [new Seen(), new Seen()];
      const leaving = await one.subscribe(first.request(group, [topic]));
      await one.publish(numbered(topic, 0, 10, 3));
      await until(() => first.size === 10, OUTAGE_TIMEOUT_MS);
      await two.subscribe(second.request(group, [topic]));
      await leaving.stop();
      await one.publish(numbered(topic, 10, 20, 3));
      await until(() => first.size + second.size === 20, OUTAGE_TIMEOUT_MS);
      expect(second.numbers().sort((x, y) => x - y)).toEqual(expect.arrayContaining([19]));
    });

    it('goes on where a group was, in a new process', async () => {
      fresh();
      const before = await open();
      const [first, second] = [new Seen(), new Seen()];
      await before.publish(numbered(topic, 0, 20, 4));
      await before.subscribe(first.request(group, [topic]));
      await until(() => first.size === 20, OUTAGE_TIMEOUT_MS);
      await before.close();
      const after = await open();
      await after.publish(numbered(topic, 20, 30, 4));
      await after.subscribe(second.request(group, [topic]));
      await until(() => second.size === 10, OUTAGE_TIMEOUT_MS);
      expect(Math.min(...second.numbers())).toBe(20);
    });

    it('replays a group from zero', async () => {
      fresh();
      const transport = await open();
      const seen = new Seen();
      await transport.publish(numbered(topic, 0, 25, 5));
      await transport.subscribe(seen.request(group, [topic]));
      await until(() => seen.size === 25, OUTAGE_TIMEOUT_MS);
      await transport.rewind(group, [topic]);
      await until(() => seen.size === 50, OUTAGE_TIMEOUT_MS);
      for (let key = 0; key < 5; key++) {
        const once = expectedOfKey(25, 5, key);
        expect(seen.ofKey(`key-${key}`)).toEqual([...once, ...once]);
      }
    });

    it('replays from zero in the middle of work', async () => {
      fresh();
      const transport = await open();
      const seen = new Seen();
      let rewinding: Promise<void> | undefined;
      await transport.publish(numbered(topic, 0, 20, 1));
      await transport.subscribe(
        seen.request(group, [topic], async ({ headers }) => {
          if (headers.number !== '5' || rewinding !== undefined) return;
          rewinding = transport.rewind(group, [topic]);
          // Kafka rewinds when the group is at rest, so a handler must not wait for the end of it.
          await Promise.race([rewinding, pause(300)]);
        }),
      );
      await until(
        () => seen.numbers().filter((number) => number === 19).length > 0 && seen.size >= 26,
        OUTAGE_TIMEOUT_MS,
      );
      await rewinding;
      expect(seen.numbers().slice(-20)).toEqual(expectedOfKey(20, 1, 0));
      expect(seen.numbers().filter((number) => number === 0)).toHaveLength(2);
    });

    it('gives a rejected event again, before later ones of its key, and lets other keys pass', async () => {
      fresh();
      const transport = await open();
      const seen = new Seen();
      let refusals = 2;
      await transport.publish(numbered(topic, 0, 12, 3));
      await transport.subscribe(
        seen.request(group, [topic], async ({ key }) => {
          if (key === 'key-0' && refusals-- > 0) throw new Error('not now');
        }),
      );
      await until(() => new Set(seen.numbers()).size === 12, OUTAGE_TIMEOUT_MS);
      expect(seen.ofKey('key-0')).toEqual([0, 3, 6, 9]);
    });

    it('drains what a group has not read and leaves', async () => {
      fresh();
      const transport = await open();
      const seen = new Seen();
      await transport.publish(numbered(topic, 0, 15, 4));
      expect(await transport.drain(seen.request(group, [topic]))).toBe(15);
      expect(await transport.drain(seen.request(group, [topic]))).toBe(0);
      expect(seen.size).toBe(15);
    });

    const itWithOutage = hasOutage ? it : it.skip;
    itWithOutage('loses nothing while the broker is gone', async () => {
      fresh();
      const transport = await open();
      const seen = new Seen();
      await transport.subscribe(seen.request(group, [topic]));
      await transport.publish(numbered(topic, 0, 10, 2));
      await until(() => seen.size === 10, OUTAGE_TIMEOUT_MS);
      await broker.outage?.begin();
      await expect(transport.publish(numbered(topic, 10, 20, 2))).rejects.toThrow();
      await broker.outage?.end();
      await until(
        () =>
          transport.publish(numbered(topic, 10, 20, 2)).then(
            () => true,
            () => false,
          ),
        OUTAGE_TIMEOUT_MS,
      );
      await until(() => new Set(seen.numbers()).size === 20, OUTAGE_TIMEOUT_MS);
      expect([...new Set(seen.ofKey('key-1'))]).toEqual(expectedOfKey(20, 2, 1));
    });
  });
}
