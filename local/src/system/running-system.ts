import type { RunningMailbox } from '../mailbox/start-mailbox.js';
import type { RunningPostgres } from '../postgres/start-postgres.js';
import type { RunningStripeSandbox } from '../stripe-sandbox/start-stripe-sandbox.js';
import type { SubgraphSettings } from './configure-subgraphs.js';
import type { SupervisedProcess } from './processes/supervise-process.js';
import type { Secrets } from './secrets.js';
import type { SubgraphName } from './subgraph-names.js';

/** In which processes subgraphs run: the caller's own, one child for all six, or one child each. */
export type Placement = 'inside' | 'together' | 'apart';

/** What may be chosen about a system. */
export interface SystemOptions {
  /** The folder that keeps everything over restarts. */
  folder: string;
  /** The router's port; any free one when left out. */
  port?: number;
  placement?: Placement;
  /** host:port of Kafka brokers; the embedded log when left out. */
  kafkaBrokers?: readonly string[];
  /** Whether commits survive a power cut; tests do without. */
  isDurable?: boolean;
  /** Whether the first start loads the demo data. */
  hasDemoData?: boolean;
  logLevel?: string;
  settings?: SubgraphSettings;
  /** Where the router keeps which program has used which part of the graph; it does not count when left out. */
  usageFile?: string;
  /** Told before each step of the start. */
  onStep?: (step: string) => void;
}

/** A whole system at work. */
export interface RunningSystem {
  /** Origin of everything: `/graphql`, the web app, `/oidc`, `/mailbox`, `/sandbox`. */
  readonly url: string;
  readonly issuer: string;
  readonly audience: string;
  readonly secrets: Secrets;
  readonly postgres: RunningPostgres;
  readonly sandbox: RunningStripeSandbox;
  readonly mailbox: RunningMailbox;
  /** Address of each subgraph's graph, for tests that knock at the wrong door. */
  readonly subgraphUrls: Readonly<Record<SubgraphName, string>>;
  /** The child processes by their subgraphs; empty when subgraphs run inside. */
  readonly processes: ReadonlyMap<SubgraphName, SupervisedProcess>;
  /** The log of all subgraphs and the router. */
  readonly logFile: string;
  /** Stops all in order. */
  stop(): Promise<void>;
}
