import { z } from 'zod';
import { names, whole } from './values.js';

const place = z
  .string()
  .regex(/^(key|header\.\S+|data(\.\w+)+)$/, 'must be `key`, `header.NAME` or `data.FIELD`')
  .describe('Where the value stands: `key`, `header.NAME`, or `data.FIELD.FIELD` of a JSON value; each of a list');

const entityRule = z.strictObject({
  type: z.string().min(1).describe('Type or interface'),
  key: z
    .record(z.string().min(1), place)
    .refine((fields) => Object.keys(fields).length > 0, 'must name a field')
    .describe('By field of its key, of several the one that tells most: where the event has it'),
});

const eventRule = z.strictObject({
  topic: z.string().min(1).describe('Topic of the event'),
  types: names(z.string())
    .default([])
    .describe('CloudEvents types (`ce_type`, or `type` of a structured one); without any: all events of the topic'),
  tags: names(z.string().min(1))
    .default([])
    .describe('Types and root fields (`User`, `Query.users`) of which everybody is told anew'),
  entities: z
    .array(entityRule)
    .readonly()
    .default([])
    .describe('Single entities, as subgraphs are asked for them by key; what holds one as a part goes by `tags`'),
});

/** What an event changes. */
export type EventRule = z.output<typeof eventRule>;

const sasl = z
  .strictObject({
    mechanism: z.enum(['plain', 'scram-sha-256', 'scram-sha-512']).describe('How the password is shown'),
    username: z.string().describe('Account'),
    password: z.string().describe('Its password'),
  })
  .optional()
  .describe('Sign-in at the brokers');

/** How Kafka is read. */
export const kafkaSection = z
  .strictObject({
    brokers: names(z.string().regex(/^[^\s:/]+:\d+$/, 'must be host:port')).describe('`host:port` of some brokers'),
    clientId: z.string().default('fleetgraph-router').describe('Name that brokers are shown'),
    groupPrefix: z
      .string()
      .min(1)
      .default('fleetgraph-router-cache')
      .describe('Beginning of the consumer groups: each process is one of its own, and keeps no offsets'),
    ssl: z.boolean().default(false).describe('Whether to use TLS'),
    sasl,
  })
  .optional()
  .describe('Kafka that carries the events');

/** Where Kafka is. */
export type KafkaConfig = NonNullable<z.output<typeof kafkaSection>>;

/** Events of a bus that tell what has changed. */
export const cacheEventsSection = z
  .strictObject({
    kafka: kafkaSection,
    maxSilenceMs: whole(500)
      .default(5_000)
      .describe('After so long without a sign of the bus, answers older than that are not given again, in ms'),
    rules: z.array(eventRule).readonly().default([]).describe('What events change; one event may meet several'),
  })
  .prefault({})
  .describe('Events of a bus that tell what is out of date; off without rules');

/** Settings of the events, defaults filled in. */
export type CacheEventsConfig = z.output<typeof cacheEventsSection>;
