import { Pool } from 'undici';
import type { Traffic } from '../config/traffic-section.js';
import { CircuitBreaker } from './traffic/circuit-breaker.js';
import { OutlierEjection } from './traffic/outlier-ejection.js';

/** One address of a subgraph: its connections, and what is known of its health. */
export class Address {
  /** With query string. */
  readonly path: string;
  /** Without it, as signatures have it. */
  readonly pathname: string;
  readonly pool: Pool;
  readonly circuit: CircuitBreaker;
  readonly ejection: OutlierEjection;
  underWay = 0;
  /** Since the start. */
  calls = 0;
  failures = 0;

  constructor(
    readonly url: string,
    { connectMs, concurrency, circuitBreaker, ejection }: Traffic,
    maxAnswerBytes: number,
  ) {
    const { origin, pathname, search } = new URL(url.replace(/^ws/, 'http'));
    this.path = pathname + search;
    this.pathname = pathname;
    this.circuit = new CircuitBreaker(circuitBreaker);
    this.ejection = new OutlierEjection(ejection);
    this.pool = new Pool(origin, {
      connections: concurrency.max,
      connect: { timeout: connectMs },
      headersTimeout: 0, // the deadline counts for the whole call
      bodyTimeout: 0,
      maxResponseSize: maxAnswerBytes,
    });
  }
}
