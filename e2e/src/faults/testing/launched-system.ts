import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { claimPorts } from '@fleetgraph/kit/ports/claim-ports';
import { until } from '@fleetgraph/kit/testing/until';
import { readSecrets } from '@fleetgraph/local/system/secrets';
import { insidesOf } from '../../verify/insides-of.js';
import type { LaunchMessage } from './launch.js';
import { sellThings } from './sell-things.js';
import { World } from './world.js';

const LAUNCH = fileURLToPath(new URL('./launch.js', import.meta.url));
const DAYS_OF_ONE_LIFE = 20;

/** A whole system whose launcher is a process of its own: what dies with it is everything but PostgreSQL. */
export class LaunchedSystem {
  #child: ChildProcess | undefined;
  #world: World | undefined;
  #lives = 0;
  #subgraphUrl = '';
  #postgresPid = 0;

  private constructor(
    private readonly folder: string,
    private readonly port: number,
  ) {}

  /** Starts it in an empty folder, with a few things to sell. */
  static async start(): Promise<LaunchedSystem> {
    const folder = await mkdtemp(path.join(tmpdir(), 'fleetgraph-launched-'));
    const [port = 0] = await claimPorts(1);
    const launched = new LaunchedSystem(folder, port);
    await launched.launch();
    await sellThings(launched.world.insides.url, readSecrets(folder));
    return launched;
  }

  /** The system as it runs now. */
  get world(): World {
    if (this.#world === undefined) throw new Error('It does not run.');
    return this.#world;
  }

  /** Starts it on what is there. */
  async launch(): Promise<void> {
    // Its own group, so that Ctrl-C in a terminal leaves the order of stopping to the test.
    const child = fork(LAUNCH, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.#child = child;
    const message: LaunchMessage = { folder: this.folder, port: this.port };
    child.send(message);
    const [up] = await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) => {
        throw new Error(`The launcher ended with ${code}.`);
      }),
    ]);
    this.#subgraphUrl = up.subgraphUrl;
    this.#postgresPid = up.postgresPid;
    this.#lives += 1;
    const insides = insidesOf(`http://localhost:${this.port}`, this.folder);
    this.#world = new World(insides, this.#lives * DAYS_OF_ONE_LIFE);
  }

  /** SIGKILL; waits until the subgraphs' process has noticed and ended as well. */
  async kill({ withPostgres = false } = {}): Promise<void> {
    await this.world.close();
    const child = this.#child;
    if (child === undefined) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    if (withPostgres) process.kill(this.#postgresPid, 'SIGKILL');
    await gone;
    await until(() =>
      fetch(this.#subgraphUrl).then(
        () => false,
        () => true,
      ),
    );
  }

  /** Sets faults of the provider. */
  async tellSandbox(controls: Record<string, unknown>): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const url = `${this.world.insides.url}/sandbox/controls`;
    const answer = await fetch(url, { method: 'PATCH', headers, body: JSON.stringify(controls) });
    if (!answer.ok) throw new Error(`The sandbox answered ${answer.status}.`);
  }

  async stop(): Promise<void> {
    await this.#world?.close();
    const child = this.#child;
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}
