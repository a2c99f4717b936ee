import { z } from 'zod';
import { whole } from './values.js';

/** What Prometheus may read. */
export const metricsSection = z
  .strictObject({
    port: whole(0, 65_535)
      .optional()
      .describe('Port of its own on which Prometheus reads `/metrics`, never that of the graph; off without it'),
    host: z.string().default('127.0.0.1').describe('Address on which metrics are told'),
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
    flushMs: whole(10, 86_400_000).default(60_000).describe('How often counts are added to the file, in ms'),
    maxClients: whole(1, 10_000)
      .default(200)
      .describe('Clients with their versions in the file; those that were seen least lately leave it'),
  })
  .prefault({});

/** Settings of metrics, defaults filled in. */
export type MetricsConfig = z.output<typeof metricsSection>;
/** Settings of usage, defaults filled in. */
export type UsageConfig = z.output<typeof usageSection>;
