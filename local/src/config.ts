import { commaList, parseEnv } from '@fleetgraph/kit/config/parse-env';
import { z } from 'zod';

/** Reads the environment; flags are in `command-line.ts`. */
export const loadConfig = () =>
  parseEnv({
    /** host:port of Kafka brokers, comma-separated; without them events travel by the embedded log. */
    KAFKA_BROKERS: commaList.default([]),
    LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  });
