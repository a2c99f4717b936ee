import { ValueType } from '@opentelemetry/api';
import { AggregationTemporality, DataPointType, type PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { ProgramUsage } from '../usage/operation-usage.js';
import type { UsageSink } from '../usage/usage-recorder.js';
import { metricExporter, RESOURCE, SCOPE, send, timeOf } from './metric-exporter.js';

const DESCRIPTOR = {
  name: 'fleetgraph_router_schema_usage',
  description: 'Requests of a client that have named a part of the schema, by its coordinate.',
  unit: '{request}',
  valueType: ValueType.INT,
};

/** Sends usage to a collector as a sum of what came since the last time: nothing has to be kept for it. */
export class OtlpUsage implements UsageSink {
  readonly #exporter: PushMetricExporter;
  #countedFrom = Date.now();

  constructor(endpoint: string) {
    this.#exporter = metricExporter(endpoint);
  }

  async add(usage: readonly ProgramUsage[]): Promise<void> {
    const now = Date.now();
    const times = { startTime: timeOf(this.#countedFrom), endTime: timeOf(now) };
    this.#countedFrom = now;
    if (usage.length === 0) return;
    const dataPoints = usage.flatMap(({ name, version, coordinates }) =>
      Object.entries(coordinates).map(([coordinate, value]) => ({
        ...times,
        attributes: { 'client.name': name, 'client.version': version, 'graphql.coordinate': coordinate },
        value,
      })),
    );
    const metric = {
      descriptor: DESCRIPTOR,
      aggregationTemporality: AggregationTemporality.DELTA,
      dataPointType: DataPointType.SUM as const,
      isMonotonic: true,
      dataPoints,
    };
    await send(this.#exporter, { resource: RESOURCE, scopeMetrics: [{ scope: SCOPE, metrics: [metric] }] });
  }

  close(): Promise<void> {
    return this.#exporter.shutdown();
  }
}
