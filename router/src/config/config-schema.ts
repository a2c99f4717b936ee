import { z } from 'zod';
import { authenticationSection } from './authentication-section.js';
import { cacheSection } from './cache-section.js';
import { executionSection } from './execution-section.js';
import { explainSection } from './explain-section.js';
import { headersSection } from './headers-section.js';
import { limitsSection } from './limits-section.js';
import { persistedOperationsSection } from './persisted-operations-section.js';
import { assertPortsApart } from './ports-apart.js';
import { rateLimitsSection } from './rate-limits-section.js';
import { subgraphStreams, subscriptionsSection } from './subscriptions-section.js';
import { supergraphUrlSection } from './supergraph-url-section.js';
import { metricsSection, usageSection } from './telemetry-sections.js';
import { trafficOverrides, trafficSection } from './traffic-section.js';
import { httpOrigin, names, whole } from './values.js';

const subgraphSection = z.strictObject({
  urls: names(z.url({ protocol: /^https?$/ }))
    .optional()
    .describe('Addresses; several take turns'),
  traffic: trafficOverrides,
  subscriptions: subgraphStreams,
});

/**
 * Every setting of a router: what its YAML file may say, and what `startRouter` takes. Each default is safe in production.
 * Descriptions are the reference that `--help` and the README print.
 */
export const configSchema = z
  .strictObject({
    supergraph: z
      .string()
      .describe(
        'The supergraph: a file; a folder with supergraph.graphql in it, or with one NAME.graphql a subgraph, which are composed; or an http or https address. It is watched',
      ),
    supergraphUrl: supergraphUrlSection,
    port: whole(0, 65_535).default(4000).describe('Port to listen on; 0 takes any that is free'),
    host: z.string().default('0.0.0.0').describe('Address to listen on'),
    workers: whole(1, 256)
      .default(1)
      .describe('Processes of the command that share the port; each shares and remembers for itself'),
    watchIntervalMs: whole(1, 3_600_000)
      .default(1_000)
      .describe("How often the supergraph's files are looked at, in ms"),
    dev: z
      .boolean()
      .default(false)
      .describe('For a machine of your own: introspection and explanations for all, GraphiQL at /graphql'),
    subgraphs: z.record(z.string(), subgraphSection).default({}).describe('By name: what differs from the supergraph'),
    authentication: authenticationSection.optional().describe('Who may ask as whom; without it everybody is anonymous'),
    signing: z
      .strictObject({
        secrets: names(z.string().min(32)).default([]).describe('The first signs; the others are of a rotation'),
      })
      .prefault({})
      .describe('Signatures of calls to subgraphs (HMAC-SHA-256); without secrets calls are not signed'),
    headers: headersSection,
    introspection: z
      .enum(['everybody', 'signedIn', 'nobody'])
      .optional()
      .describe('Who may ask for the schema; `signedIn` when there is authentication, else `everybody`'),
    origins: z
      .strictObject({
        allowed: names(z.string()).default([]).describe('Origins of other sites whose pages may call; `*`: all'),
        trustProxy: z.boolean().default(false).describe('Believe `x-forwarded-*` of the proxy in front'),
      })
      .prefault({}),
    edge: z
      .record(z.string().startsWith('/'), httpOrigin)
      .default({})
      .describe('Paths of the same origin that other servers answer: `/oidc: http://users:4000`'),
    web: z
      .strictObject({
        root: z.string().optional().describe('Folder of a built web app, served beside the graph'),
        graphiqlPath: z
          .string()
          .startsWith('/')
          .optional()
          .describe('Page of the web app to which a browser that opens /graphql is sent'),
        contentSecurityPolicy: z
          .record(z.string(), z.array(z.string()).readonly())
          .default({})
          .describe('Sources besides the own origin, by directive'),
      })
      .prefault({}),
    traffic: trafficSection,
    execution: executionSection,
    cache: cacheSection,
    limits: limitsSection,
    rateLimits: rateLimitsSection,
    explain: explainSection,
    persistedOperations: persistedOperationsSection,
    subscriptions: subscriptionsSection,
    timeouts: z
      .strictObject({
        subgraphMs: whole(1).default(5_000).describe('One call to a subgraph, in ms'),
        requestMs: whole(1).default(15_000).describe('One request with all its calls, in ms'),
        unreadMs: whole(1)
          .default(30_000)
          .describe('How long a client may take nothing of an answer that waits for it before it is cut off, in ms'),
        socketInitMs: whole(1).default(3_000).describe('From opening a socket to `connection_init`, in ms'),
      })
      .prefault({}),
    logging: z
      .strictObject({
        level: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
        access: z.boolean().default(false).describe('One line a request: who asked for what by name, and how it went'),
        slowMs: whole(1).optional().describe('Operations that take longer are logged with their plan; off without it'),
      })
      .prefault({}),
    metrics: metricsSection,
    usage: usageSection,
    telemetry: z
      .strictObject({ otlpEndpoint: z.url().optional().describe('Where traces go (OTLP over HTTP); off without it') })
      .prefault({}),
  })
  .superRefine(assertPortsApart)
  .readonly();

/** All settings, defaults filled in. */
export type RouterConfig = z.output<typeof configSchema>;
/** Settings as somebody gives them: only `supergraph` is needed. */
export type RouterSettings = z.input<typeof configSchema>;
