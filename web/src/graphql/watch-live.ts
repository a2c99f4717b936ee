import {
  type ApolloClient,
  CombinedGraphQLErrors,
  type OperationVariables,
  type TypedDocumentNode,
} from '@apollo/client';
import type { Freshness } from '../format/freshness.js';
import { isConnected, liveConnection } from './live-connection.js';

/** A live thing and what to do with each of its messages. */
export interface LiveWatch<Data, Variables extends OperationVariables> {
  client: ApolloClient;
  document: TypedDocumentNode<Data, Variables & { after?: number | null }>;
  variables: Variables;
  sequenceOf: (data: Data) => number;
  onMessage: (data: Data) => void;
  onFreshness: (freshness: Freshness) => void;
}

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 15_000;
const STALE_AFTER_MS = 10_000;

/**
 * Follows a subscription for as long as it is wanted: after each break it resumes behind the last sequence,
 * so that nothing is lost, and drops what it has seen, so that nothing is doubled.
 */
export class LiveFollower<Data, Variables extends OperationVariables> {
  private last: number | undefined;
  private attempt = 0;
  private isBroken = false;
  private end = () => {};
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private staleTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly forgetConnected = liveConnection.on('connected', () => this.resumed());

  constructor(private readonly watch: LiveWatch<Data, Variables>) {}

  start(): void {
    addEventListener('online', this.hurry);
    document.addEventListener('visibilitychange', this.hurry);
    this.watch.onFreshness({ state: 'connecting' });
    this.begin();
  }

  stop(): void {
    removeEventListener('online', this.hurry);
    document.removeEventListener('visibilitychange', this.hurry);
    clearTimeout(this.retryTimer);
    clearTimeout(this.staleTimer);
    this.forgetConnected();
    this.end();
  }

  private begin(): void {
    clearTimeout(this.retryTimer);
    this.retryTimer = undefined;
    const { client, document: query, variables: asked } = this.watch;
    const variables = this.last === undefined ? asked : { ...asked, after: this.last };
    const subscription = client
      // A shared stream would keep the first message, which is the present state, from whoever comes later.
      .subscribe({ query, variables, context: { queryDeduplication: false } })
      .subscribe({
        next: ({ data, error }) => (error === undefined ? this.take(data) : this.lose(error)),
        error: (error) => this.lose(error),
        complete: () => this.lose(undefined),
      });
    this.end = () => subscription.unsubscribe();
    if (this.isBroken && isConnected()) this.resumed();
  }

  private take(data: Data | null | undefined): void {
    this.attempt = 0;
    this.mend();
    if (data === null || data === undefined) return;
    const sequence = this.watch.sequenceOf(data);
    if (this.last !== undefined && sequence <= this.last) return;
    this.last = sequence;
    this.watch.onMessage(data);
  }

  /** The first message tells that the first connection works; a resumed one may stay silent for long. */
  private resumed(): void {
    if (this.last !== undefined) this.mend();
  }

  private mend(): void {
    this.isBroken = false;
    clearTimeout(this.staleTimer);
    this.watch.onFreshness({ state: 'live' });
  }

  private lose(error: unknown): void {
    if (this.retryTimer !== undefined) return;
    this.end();
    if (CombinedGraphQLErrors.is(error) && !isPassing(error)) {
      this.watch.onFreshness({ state: 'refused' });
      return;
    }
    if (!this.isBroken) this.breakOff(new Date());
    this.retryTimer = setTimeout(() => this.begin(), retryDelay(this.attempt++));
  }

  private breakOff(since: Date): void {
    this.isBroken = true;
    this.watch.onFreshness({ state: 'reconnecting' });
    this.staleTimer = setTimeout(() => this.watch.onFreshness({ state: 'stale', since }), STALE_AFTER_MS);
  }

  private readonly hurry = () => {
    if (this.retryTimer !== undefined && document.visibilityState === 'visible') this.begin();
  };
}

/** Whether the graph itself says that asking again may help. */
function isPassing(error: CombinedGraphQLErrors): boolean {
  return error.errors.every(
    ({ extensions }) => extensions?.retryable === true || extensions?.code === 'UNAUTHENTICATED',
  );
}

function retryDelay(attempt: number): number {
  return Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt) * (0.75 + Math.random() / 2);
}
