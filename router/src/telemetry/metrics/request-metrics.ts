import { Counter, Histogram, type Registry } from 'prom-client';
import type { OperationLabel } from '../operation-names.js';
import type { Outcome } from '../outcome.js';
import type { Visitor } from '../visitor.js';

/** From what a cached answer takes to the longest time-out, in seconds. */
export const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];

interface Series {
  readonly count: Counter.Internal;
  readonly seconds: Histogram.Internal<string>;
}

/** Counts operations by name, transport and outcome. */
export class RequestMetrics {
  readonly #count: Counter;
  readonly #seconds: Histogram;
  /** As many as there are names, transports and codes. */
  readonly #series = new Map<string, Series>();

  constructor(registry: Registry) {
    const registers = [registry];
    this.#count = new Counter({
      name: 'fleetgraph_router_operations_total',
      help: 'Operations of clients; code is OK or that of the first error.',
      labelNames: ['operation', 'kind', 'transport', 'code'],
      registers,
    });
    this.#seconds = new Histogram({
      name: 'fleetgraph_router_operation_duration_seconds',
      help: 'From the first byte of a request to its written answer.',
      labelNames: ['operation', 'transport'],
      buckets: SECONDS,
      registers,
    });
  }

  /** Duration is undefined for a stream, which has begun. */
  observe(
    { name, kind }: OperationLabel,
    transport: Visitor['transport'],
    { code, ms }: { code: Outcome; ms: number | undefined },
  ): void {
    const key = `${name} ${kind} ${transport} ${code}`;
    let series = this.#series.get(key);
    if (series === undefined) {
      const labels = { operation: name, kind, transport, code };
      series = { count: this.#count.labels(labels), seconds: this.#seconds.labels({ operation: name, transport }) };
      this.#series.set(key, series);
    }
    series.count.inc();
    if (ms !== undefined) series.seconds.observe(ms / 1_000);
  }
}
