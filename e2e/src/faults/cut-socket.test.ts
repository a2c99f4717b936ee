import { until } from '@fleetgraph/kit/testing/until';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { type BookingChange, followBooking } from '../client/follow-booking.js';
import { Graph } from '../client/graph.js';
import { withLifetime } from '../promises/failures/short-lived-token.js';
import { type Cable, layCable } from './testing/cable.js';
import { FaultySystem } from './testing/faulty-system.js';
import type { Purchase } from './testing/purchase.js';
import { expectInvariants, untilSettled } from './testing/until-settled.js';

const TIMEOUT_MS = 120_000;

let world: FaultySystem;
let cable: Cable;
beforeAll(async () => {
  world = await FaultySystem.start();
  cable = await layCable(world.system.url);
}, TIMEOUT_MS);
afterAll(async () => {
  await cable?.stop();
  await world?.stop();
});
afterEach(async () => {
  await untilSettled(world);
  await expectInvariants(world);
}, TIMEOUT_MS);

/** A client that remembers what it has seen, and comes back behind that whenever it is thrown out. */
class PatientReader {
  readonly sequences: number[] = [];
  /** How often it had to come back. */
  returns = 0;
  readonly #over = new AbortController();
  readonly #reading: Promise<void>;
  onChange: (change: BookingChange) => void = () => undefined;

  constructor(
    private readonly graph: Graph,
    private readonly id: string,
  ) {
    this.#reading = this.#read();
  }

  async leave(): Promise<void> {
    this.#over.abort();
    await this.#reading;
  }

  async #read(): Promise<void> {
    const { signal } = this.#over;
    while (!signal.aborted) {
      try {
        for await (const change of followBooking(this.graph, this.id, { after: this.sequences.at(-1), signal })) {
          this.sequences.push(change.sequence);
          this.onChange(change);
        }
      } catch {
        this.returns += 1; // cut off: comes back behind the last change it has
      }
    }
  }
}

const lastSequence = async ({ bookingId }: Purchase) =>
  Number((await world.sql('bookings', 'select version from booking where id = $1', [bookingId]))[0]?.version);

/** Waits until the reader has the last change, and expects that it has every one once. */
async function expectEveryChangeOnce(reader: PatientReader, purchase: Purchase): Promise<void> {
  const last = await lastSequence(purchase);
  await until(() => reader.sequences.at(-1) === last, 30_000);
  expect(reader.sequences).toEqual(Array.from({ length: last }, (_, at) => at + 1));
}

const throughTheCable = (purchase: Purchase) => new Graph(cable.origin, purchase.graph.token);

describe('a socket', () => {
  it(
    'that is cut after every single message has every change once',
    async () => {
      const purchase = await world.purchase();
      await purchase.hold();
      const reader = new PatientReader(throughTheCable(purchase), purchase.bookingId);
      reader.onChange = () => cable.cut();
      await until(() => reader.sequences.length === 1);
      await purchase.finish();
      await until(async () => (await lastSequence(purchase)) === 3, 30_000);
      await purchase.cancel();
      await expectEveryChangeOnce(reader, purchase);
      expect(reader.sequences).toHaveLength(4);
      await until(() => reader.returns >= 3);
      await reader.leave();
    },
    TIMEOUT_MS,
  );

  it(
    'that was cut while everything happened gets all of it when it comes back',
    async () => {
      const purchase = await world.purchase();
      await purchase.hold();
      const graph = throughTheCable(purchase);
      const first = followBooking(graph, purchase.bookingId);
      expect((await first.next()).value).toMatchObject({ sequence: 1, booking: { state: 'HELD' } });
      cable.cut();
      await expect(first.next()).rejects.toBeDefined();
      await purchase.finish();
      await until(async () => (await lastSequence(purchase)) === 3, 30_000);

      const again = followBooking(graph, purchase.bookingId, { after: 1 });
      const seen = [(await again.next()).value, (await again.next()).value];
      expect(seen).toMatchObject([{ sequence: 2 }, { sequence: 3, booking: { state: 'CONFIRMED' } }]);
      await again.return();
    },
    TIMEOUT_MS,
  );

  it(
    'whose subgraph is killed notices nothing but time, and has every change once',
    async () => {
      const purchase = await world.purchase();
      await purchase.hold();
      const reader = new PatientReader(throughTheCable(purchase), purchase.bookingId);
      await until(() => reader.sequences.length === 1);
      await world.kill();
      await world.untilRunning();
      await purchase.finish();
      await until(async () => (await lastSequence(purchase)) === 3, 30_000);
      await expectEveryChangeOnce(reader, purchase);
      expect(reader.returns).toBe(0);
      await reader.leave();
    },
    TIMEOUT_MS,
  );

  it(
    'whose subgraph loses its database connections does not notice',
    async () => {
      const purchase = await world.purchase();
      await purchase.hold();
      const reader = new PatientReader(throughTheCable(purchase), purchase.bookingId);
      await until(() => reader.sequences.length === 1);
      await world.sql(
        'bookings',
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = current_database() and pid <> pg_backend_pid() and application_name like 'fleetgraph-bookings%'`,
      );
      await purchase.finish();
      await until(async () => (await lastSequence(purchase)) === 3, 30_000);
      await expectEveryChangeOnce(reader, purchase);
      expect(reader.returns).toBe(0);
      await reader.leave();
    },
    TIMEOUT_MS,
  );

  it(
    'ends with 4403 when its token expires',
    async () => {
      const purchase = await world.purchase();
      await purchase.hold();
      const token = await withLifetime(world, purchase.graph.token ?? '', 4);
      const url = `${world.system.url.replace('http', 'ws')}/graphql`;
      const socket = new WebSocket(url, 'graphql-transport-ws');
      const messages: { type: string }[] = [];
      const closed = new Promise<number>((resolve) => socket.once('close', resolve));
      socket.on('message', (data) => messages.push(JSON.parse(String(data))));
      await new Promise((resolve) => socket.once('open', resolve));
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
      await until(() => messages.some(({ type }) => type === 'connection_ack'));
      const query = `subscription { bookingUpdated(id: "${purchase.bookingId}") { sequence } }`;
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
      await until(() => messages.some(({ type }) => type === 'next'));
      expect(await closed).toBe(4403);
    },
    TIMEOUT_MS,
  );
});
