import { Histogram, type Registry } from 'prom-client';

/** Upper bounds from what a remembered answer takes to the longest time-out, in seconds. */
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];

/** How long one kind of work took: plain numbers, because prom-client's own way costs more than a microsecond each time. */
export class Durations {
  /** By the first bound that they do not exceed; the last place is for what exceeds all. */
  readonly counts = new Float64Array(SECONDS.length + 1);
  sumSeconds = 0;

  add(ms: number): void {
    const seconds = ms / 1_000;
    this.sumSeconds += seconds;
    let at = 0;
    while (at < SECONDS.length && seconds > (SECONDS[at] ?? 0)) at++;
    this.counts[at] = (this.counts[at] ?? 0) + 1;
  }
}

/** What a histogram is about. */
export interface DurationHistogramOptions {
  readonly registry: Registry;
  readonly name: string;
  readonly help: string;
  readonly labelNames: readonly string[];
}

interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly durations: Durations;
}

/** A histogram whose numbers are counted outside of it, and written as Prometheus wants them at each scrape. */
export class DurationHistogram extends Histogram<string> {
  readonly #series: Series[] = [];
  readonly #about: { readonly name: string; readonly help: string };

  constructor({ registry, name, help, labelNames }: DurationHistogramOptions) {
    super({ name, help, labelNames: [...labelNames], buckets: [...SECONDS], registers: [registry] });
    this.#about = { name, help };
  }

  /** A series more; each set of labels is to be asked for once. */
  series(labels: Series['labels']): Durations {
    const durations = new Durations();
    this.#series.push({ labels, durations });
    return durations;
  }

  /** What prom-client asks a histogram for, whether it writes text or sums up workers. */
  async getForPromString() {
    const values = this.#series.flatMap((series) => samplesOf(this.#about.name, series));
    return { ...this.#about, type: 'histogram', aggregator: 'sum', values };
  }
}

function samplesOf(name: string, { labels: sharedLabels, durations }: Series) {
  let count = 0;
  const buckets = [...SECONDS, '+Inf'].map((le, at) => {
    count += durations.counts[at] ?? 0;
    return { metricName: `${name}_bucket`, labels: { le }, sharedLabels, value: count };
  });
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels: {}, sharedLabels, value: durations.sumSeconds },
    { metricName: `${name}_count`, labels: {}, sharedLabels, value: count },
  ];
}
