import type { ErrorCode } from '@fleetgraph/schema/error-codes';
import type { Json } from '../plan-executor/own-properties.js';
import type { AnswerBody } from './answer-body.js';

/** What a subgraph is asked. */
export interface SubgraphRequest {
  readonly subgraph: string;
  /** Sent once, whatever happens. */
  readonly isMutation: boolean;
  readonly document: string;
  readonly operationName: string | undefined;
}

/** An error as a subgraph wrote it. */
export interface SubgraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** A GraphQL answer of a subgraph. */
export interface SubgraphAnswer {
  readonly data: Json | undefined;
  readonly errors: readonly SubgraphError[];
  /** As it came; there is none for an event of a stream. */
  readonly body?: AnswerBody;
  /** What it says about keeping it. */
  readonly cacheControl?: string | undefined;
}

/** Codes of a subgraph that gave no GraphQL answer. */
export type SubgraphFailureCode = Extract<
  ErrorCode,
  'SUBGRAPH_UNAVAILABLE' | 'SUBGRAPH_TIMEOUT' | 'SUBGRAPH_OVERLOADED' | 'SUBGRAPH_INVALID_RESPONSE'
>;

/** What is known about a failure besides its code. */
export interface FailureDetails {
  /** False when the subgraph cannot have seen the call. */
  readonly wasSent: boolean;
  readonly cause?: unknown;
  /** It may work elsewhere or a moment later. */
  readonly isTransient?: boolean;
  /** It tells of the health of the address. */
  readonly isAddressFault?: boolean;
  /** It was not made, because the circuits of all addresses are open: who opened them has told. */
  readonly isCircuitOpen?: boolean;
  /** For how long the subgraph wants to be left alone, in ms. */
  readonly retryAfterMs?: number | undefined;
}

/** A subgraph gave no GraphQL answer; the message is safe to show, the cause is for the log. */
export class SubgraphFailure extends Error {
  constructor(
    readonly subgraph: string,
    readonly code: SubgraphFailureCode,
    readonly details: FailureDetails,
  ) {
    super(MESSAGES[code], { cause: details.cause });
    this.name = 'SubgraphFailure';
  }
}

const MESSAGES: Readonly<Record<SubgraphFailureCode, string>> = {
  SUBGRAPH_UNAVAILABLE: 'The part of the system that knows this cannot be reached.',
  SUBGRAPH_TIMEOUT: 'The part of the system that knows this did not answer in time.',
  SUBGRAPH_OVERLOADED: 'The part of the system that knows this has too much to do.',
  SUBGRAPH_INVALID_RESPONSE: 'The part of the system that knows this gave no usable answer.',
};
