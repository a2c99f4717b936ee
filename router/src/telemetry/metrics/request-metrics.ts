import { Counter, type Registry } from 'prom-client';
import type { OperationLabel } from '../operation-names.js';
import type { Outcome } from '../outcome.js';
import type { Visitor } from '../visitor.js';
import { DurationHistogram, type Durations } from './durations.js';

interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly durations: Durations;
  count: number;
}

/** Counts operations by name, transport and outcome. */
export class RequestMetrics {
  /** As many as there are names, transports and codes. */
  readonly #series = new Map<string, Series>();
  readonly #durations = new Map<string, Durations>();
  readonly #histogram: DurationHistogram;

  constructor(registry: Registry) {
    const series = this.#series;
    new Counter({
      name: 'fleetgraph_router_operations_total',
      help: 'Operations of clients; code is OK or that of the first error.',
      labelNames: ['operation', 'kind', 'transport', 'code'],
      registers: [registry],
      collect() {
        this.reset();
        for (const { labels, count } of series.values()) this.inc(labels, count);
      },
    });
    this.#histogram = new DurationHistogram({
      registry,
      name: 'fleetgraph_router_operation_duration_seconds',
      help: 'From the first byte of a request to its written answer.',
      labelNames: ['operation', 'transport'],
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
      series = { labels, durations: this.#durationsOf(name, transport), count: 0 };
      this.#series.set(key, series);
    }
    series.count++;
    if (ms !== undefined) series.durations.add(ms);
  }

  /** The same for all outcomes. */
  #durationsOf(operation: string, transport: Visitor['transport']): Durations {
    const key = `${operation} ${transport}`;
    const durations = this.#durations.get(key) ?? this.#histogram.series({ operation, transport });
    this.#durations.set(key, durations);
    return durations;
  }
}
