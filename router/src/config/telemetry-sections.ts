import { z } from 'zod';
import { whole } from './values.js';

/** Base address of a collector. */
const otlpEndpoint = (what: string) =>
  z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(`Collector to which ${what} (OTLP over HTTP); off without it`);

/** What Prometheus may read, or a collector is sent. */
export const metricsSection = z
  .strictObject({
    port: whole(0, 65_535)
      .optional()
      .describe('Port of its own on which Prometheus reads `/metrics`, never that of the graph; off without it'),
    host: z.string().default('127.0.0.1').describe('Address on which metrics are told'),
    otlpEndpoint: otlpEndpoint('metrics are sent'),
    otlpIntervalMs: whole(100, 3_600_000).default(60_000).describe('How often they are sent, in ms'),
    maxOperations: whole(1, 10_000)
      .default(200)
      .describe('Names that are counted apart where no operations are registered; what comes later is `other`'),
  })
  .prefault({});

/** Which clients name which fields, arguments, input fields and enum values. */
export const usageSection = z
  .strictObject({
    file: z
      .string()
      .optional()
      .describe(
        'JSON lines, one a client and version: how often it has named which field, argument, input field and enum value; off without it',
      ),
    otlpEndpoint: otlpEndpoint('the same counts are sent as a metric'),
    flushMs: whole(10, 86_400_000).default(60_000).describe('How often counts are written or sent, in ms'),
    maxClients: whole(1, 10_000)
      .default(200)
      .describe('Clients with their versions that are told apart; those that were seen least lately leave the file'),
  })
  .prefault({});

/** Settings of metrics, defaults filled in. */
export type MetricsConfig = z.output<typeof metricsSection>;
/** Settings of usage, defaults filled in. */
export type UsageConfig = z.output<typeof usageSection>;
