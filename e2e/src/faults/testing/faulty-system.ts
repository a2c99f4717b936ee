import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { StopInOrder } from '@fleetgraph/kit/lifecycle/stop-in-order';
import { until } from '@fleetgraph/kit/testing/until';
import type { RunningSystem, SystemOptions } from '@fleetgraph/local/system/running-system';
import { startSystem } from '@fleetgraph/local/system/start-system';
import type { SubgraphName } from '@fleetgraph/local/system/subgraph-names';
import { sellThings } from './sell-things.js';
import { World } from './world.js';

/** A whole system whose parts can be hurt; its subgraphs run in processes of their own. */
export class FaultySystem extends World {
  private constructor(
    readonly system: RunningSystem,
    /** Where it keeps its data. */
    readonly folder: string,
    private readonly parts: StopInOrder,
  ) {
    const { url, postgres, secrets } = system;
    super({ url, databaseUrls: postgres.urls, stripeSecretKey: secrets.stripeSecretKey });
    parts.push(() => this.close());
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
      await sellThings(system.url, system.secrets);
      return new FaultySystem(system, folder, parts);
    } catch (error) {
      await parts.stop();
      throw error;
    }
  }

  get sandbox(): RunningSystem['sandbox'] {
    return this.system.sandbox;
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
