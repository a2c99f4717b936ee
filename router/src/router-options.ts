import type { Logger } from 'pino';
import type { ContentSecurityPolicy } from './edge/content-security-policy.js';
import type { EdgeRoute } from './edge/reverse-proxy.js';
import type { OperationLimits } from './operation/limits.js';

/** Everything that bounds a request, an operation or a socket. */
export interface RouterLimits extends OperationLimits {
  readonly maxBodyBytes: number;
  readonly maxSubscriptionsPerSocket: number;
  readonly maxSubgraphAnswerBytes: number;
}

/** How long things may take. */
export interface RouterTimeouts {
  /** One call to a subgraph. */
  readonly subgraphMs: number;
  /** One request with all its calls. */
  readonly requestMs: number;
  /** From opening a socket to `connection_init`. */
  readonly socketInitMs: number;
}

/** How to run a router; only `supergraph` and `port` must be given. */
export interface RouterOptions {
  /** Path of a file or folder, which is watched; or the SDL itself. */
  readonly supergraph: string;
  /** 0: any free port. */
  readonly port: number;
  readonly host?: string;
  /** Addresses instead of those in the supergraph; several for one subgraph take turns. */
  readonly subgraphUrls?: Readonly<Record<string, string | readonly string[]>>;
  /** Issuer, keys and audience of access tokens; without all three everybody is anonymous. */
  readonly issuer?: string;
  readonly jwksUrl?: string;
  readonly audience?: string;
  /** The first signs calls to subgraphs; none: they are not signed. */
  readonly signatureSecrets?: readonly string[];
  /** Paths that other servers answer. */
  readonly edge?: readonly EdgeRoute[];
  /** Folder of a built web app. */
  readonly webRoot?: string;
  /** Sources besides the own origin, by directive. */
  readonly contentSecurityPolicy?: ContentSecurityPolicy;
  /** Page of the web app to which a browser that opens /graphql is sent. */
  readonly graphiqlPath?: string;
  /** Default: true. */
  readonly introspection?: boolean;
  /** Origins of other sites whose pages may call; `*`: all. */
  readonly allowedOrigins?: readonly string[];
  /** True: believe `x-forwarded-*` of the proxy in front. */
  readonly trustsProxy?: boolean;
  /** Names of headers that are handed on to subgraphs as they came; never those that say who asks. */
  readonly propagatedHeaders?: readonly string[];
  readonly limits?: Partial<RouterLimits>;
  readonly timeouts?: Partial<RouterTimeouts>;
  /** How often the supergraph's file is looked at. */
  readonly watchIntervalMs?: number;
  readonly logger?: Logger;
}

/** A router that takes requests. */
export interface RunningRouter {
  readonly port: number;
  /** `http://localhost:4000` */
  readonly url: string;
  /** Takes no more requests, lets those under way finish, sends sockets away with 1001. */
  stop(): Promise<void>;
}
