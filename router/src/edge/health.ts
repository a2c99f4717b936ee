import type { ServerResponse } from 'node:http';
import { checkReadiness, type Readiness } from '@fleetgraph/kit/lifecycle/health';
import { Agent } from 'undici';
import type { SubgraphSnapshot } from '../subgraph-client/subgraph-client.js';

/** How long an answer about readiness counts. */
const FRESH_MS = 1_000;
const CHECK_TIMEOUT_MS = 2_000;

/** Tells whether this router, and all that it needs, can take requests. */
export class Health {
  readonly #agent = new Agent({ connections: 1, connect: { timeout: CHECK_TIMEOUT_MS } });
  #known: { readonly readiness: Promise<Readiness>; readonly at: number } | undefined;
  #isStopping = false;
  #isWarm = true;

  constructor(
    /** Addresses of each subgraph now. */
    readonly subgraphs: () => ReadonlyMap<string, readonly string[]>,
    /** How the calls to them go. */
    readonly snapshot: () => readonly SubgraphSnapshot[],
  ) {}

  /** From now on this router is not ready, so that nobody sends more to it. */
  stopping(): void {
    this.#isStopping = true;
  }

  /** Until then this router answers, and is not ready. */
  notBefore(isWarm: Promise<void>): void {
    this.#isWarm = false;
    void isWarm.finally(() => {
      this.#isWarm = true;
    });
  }

  async readiness(): Promise<Readiness> {
    if (this.#isStopping) return { ready: false, failing: ['router'] };
    if (!this.#isWarm) return { ready: false, failing: ['warming'] };
    if (this.#known === undefined || performance.now() - this.#known.at > FRESH_MS) {
      const checks = [...this.subgraphs()].map(([name, addresses]) => ({
        name,
        check: () => this.#isAnyReady(addresses),
      }));
      this.#known = { readiness: checkReadiness(checks, CHECK_TIMEOUT_MS), at: performance.now() };
    }
    return this.#known.readiness;
  }

  /** Answers `/health/live` and `/health/ready`. */
  async answer(path: string, response: ServerResponse): Promise<void> {
    const isLiveness = path === '/health/live';
    const readiness = isLiveness ? undefined : await this.readiness();
    const told = readiness === undefined ? { status: 'live' } : { ...readiness, ...impaired(this.#served()) };
    const status = readiness === undefined || readiness.ready ? 200 : 503;
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(told));
  }

  /** How the calls go to those that are served: one that has left is nobody's concern, whatever state it was in. */
  #served(): readonly SubgraphSnapshot[] {
    const served = this.subgraphs();
    return this.snapshot().filter(({ subgraph }) => served.has(subgraph));
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #isAnyReady(addresses: readonly string[]): Promise<boolean> {
    const results = await Promise.all(addresses.map((address) => this.#isReady(address)));
    return results.includes(true);
  }

  /** A foreign subgraph may not know the path: any answer but a fault of its own tells that it is there. */
  async #isReady(address: string): Promise<boolean> {
    try {
      const { origin } = new URL(address);
      const signal = AbortSignal.timeout(CHECK_TIMEOUT_MS);
      const { statusCode, body } = await this.#agent.request({ origin, path: '/health/ready', method: 'GET', signal });
      await body.dump();
      return statusCode < 500;
    } catch {
      return false; // that it cannot be reached is the answer
    }
  }
}

/** Subgraphs of which not every address is in use, by numbers only: their addresses are nobody's business. */
function impaired(snapshot: readonly SubgraphSnapshot[]): object {
  const found = snapshot.flatMap(({ subgraph, addresses }) => {
    const circuits = addresses.map(({ circuit }) => circuit);
    const ejected = addresses.filter(({ isEjected }) => isEjected).length;
    const isWell = ejected === 0 && circuits.every((circuit) => circuit === 'closed');
    return isWell ? [] : [{ subgraph, addresses: addresses.length, ejected, circuits }];
  });
  return found.length === 0 ? {} : { impaired: found };
}
