import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StopInOrder } from '@fleetgraph/kit/lifecycle/stop-in-order';
import { until } from '@fleetgraph/kit/testing/until';
import type { DatabaseName } from '@fleetgraph/local/postgres/database-names';
import { DEMO_PEOPLE } from '@fleetgraph/local/system/demo-accounts';
import type { RunningSystem, SystemOptions } from '@fleetgraph/local/system/running-system';
import { startSystem } from '@fleetgraph/local/system/start-system';
import type { SubgraphName } from '@fleetgraph/local/system/subgraph-names';
import type { Graph } from '../../client/graph.js';
import { graphOf } from '../../client/sign-in.js';
import { Look, type Row, type SystemInsides } from '../../verify/look.js';
import { Purchase } from './purchase.js';
import { sellThings } from './sell-things.js';

/** A whole system whose parts can be hurt; its subgraphs run in processes of their own. */
export class FaultySystem {
  readonly insides: SystemInsides;
  readonly look: Look;
  /** Everybody rents on days of their own. */
  #nextDay = 20;

  private constructor(
    readonly system: RunningSystem,
    readonly folder: string,
    private readonly parts: StopInOrder,
  ) {
    const { url, postgres, secrets } = system;
    this.insides = { url, databaseUrls: postgres.urls, stripeSecretKey: secrets.stripeSecretKey };
    this.look = new Look(this.insides);
    parts.push(() => this.look.close());
  }

  /** Starts it in an empty folder, with a few things to sell. */
  static async start(options: Partial<SystemOptions> = {}): Promise<FaultySystem> {
    const parts = new StopInOrder();
    try {
      const folder = await mkdtemp(path.join(tmpdir(), 'fleetgraph-faults-'));
      parts.push(() => rm(folder, { recursive: true, force: true }));
      const chosen = { folder, placement: 'together', isDurable: false, hasDemoData: false, ...options } as const;
      const system = await startSystem(chosen);
      parts.push(() => system.stop());
      await sellThings(system);
      return new FaultySystem(system, folder, parts);
    } catch (error) {
      await parts.stop();
      throw error;
    }
  }

  get sandbox(): RunningSystem['sandbox'] {
    return this.system.sandbox;
  }

  sql(database: DatabaseName, text: string, parameters: readonly unknown[] = []): Promise<Row[]> {
    return this.look.sql(database, text, parameters);
  }

  signIn(person: keyof typeof DEMO_PEOPLE = 'customer'): Promise<Graph> {
    return graphOf(this.system.url, DEMO_PEOPLE[person]);
  }

  /** A customer in front of a basket with a car and goods. */
  async purchase(): Promise<Purchase> {
    this.#nextDay += 2;
    return new Purchase(await this.signIn(), this.#nextDay);
  }

  /** SIGKILL, and waits until the process is no more; its supervisor starts another at once. */
  async kill(name: SubgraphName = 'bookings'): Promise<void> {
    const supervised = this.#processOf(name);
    const { pid } = supervised;
    supervised.signal('SIGKILL');
    await until(() => supervised.pid !== pid);
  }

  signal(name: SubgraphName, signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#processOf(name).signal(signal);
  }

  untilRunning(name: SubgraphName = 'bookings'): Promise<void> {
    return this.#processOf(name).untilRunning();
  }

  async stop(): Promise<void> {
    await this.parts.stop();
  }

  #processOf(name: SubgraphName) {
    const supervised = this.system.processes.get(name);
    if (supervised === undefined) throw new Error(`${name} has no process of its own.`);
    return supervised;
  }
}
