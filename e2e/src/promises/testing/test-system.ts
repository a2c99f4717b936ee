import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CLIENT_IDS, DEMO_CROWD, DEMO_PEOPLE } from '@fleetgraph/local/system/demo-accounts';
import type { RunningSystem, SystemOptions } from '@fleetgraph/local/system/running-system';
import { startSystem } from '@fleetgraph/local/system/start-system';
import { ROLE_SCOPES } from '@fleetgraph/schema/roles';
import { Graph } from '../../client/graph.js';
import { graphOf, graphOfClient } from '../../client/sign-in.js';
import type { SystemInsides } from '../../verify/look.js';

/** Who can be signed in by name. */
export type Account = keyof typeof DEMO_PEOPLE | 'partner' | 'stranger';

/** How long a whole system may take to start with its demo data. */
export const START_TIMEOUT_MS = 180_000;

/** A whole system with demo data, shared by the tests of one file. */
export class TestSystem {
  readonly #signedIn = new Map<string, Promise<Graph>>();

  private constructor(
    readonly running: RunningSystem,
    private readonly folder: string,
  ) {}

  /** Starts it in a folder of its own. */
  static async start(options: Partial<SystemOptions> = {}): Promise<TestSystem> {
    const folder = await mkdtemp(path.join(tmpdir(), 'fleetgraph-e2e-'));
    try {
      return new TestSystem(await startSystem({ folder, isDurable: false, ...options }), folder);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  get url(): string {
    return this.running.url;
  }

  /** What `verify` needs to look behind the doors. */
  get insides(): SystemInsides {
    const { url, postgres, secrets } = this.running;
    return { url, databaseUrls: postgres.urls, stripeSecretKey: secrets.stripeSecretKey };
  }

  /** The graph as an account sees it; signed in once. */
  as(account: Account): Promise<Graph> {
    return this.#once(account, () => this.#signIn(account));
  }

  /** The demo's travellers, each signed in. */
  crowd(): Promise<Graph[]> {
    return Promise.all(DEMO_CROWD.map((person) => this.#once(person.email, () => graphOf(this.url, person))));
  }

  async stop(): Promise<void> {
    await this.running.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  #once(name: string, signIn: () => Promise<Graph>): Promise<Graph> {
    const known = this.#signedIn.get(name) ?? signIn();
    this.#signedIn.set(name, known);
    return known;
  }

  async #signIn(account: Account): Promise<Graph> {
    if (account === 'stranger') return new Graph(this.url);
    if (account !== 'partner') return graphOf(this.url, DEMO_PEOPLE[account]);
    const login = { id: CLIENT_IDS.partner, secret: this.running.secrets.partnerClient };
    return graphOfClient(this.url, login, ROLE_SCOPES.PARTNER_CLIENT);
  }
}
