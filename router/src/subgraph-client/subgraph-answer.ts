import type { ErrorCode } from '@fleetgraph/schema/error-codes';
import type { Json } from '../plan-executor/own-properties.js';

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
}

/** Codes of a subgraph that gave no GraphQL answer. */
export type SubgraphFailureCode = Extract<
  ErrorCode,
  'SUBGRAPH_UNAVAILABLE' | 'SUBGRAPH_TIMEOUT' | 'SUBGRAPH_INVALID_RESPONSE'
>;

/** A subgraph gave no GraphQL answer; the message is safe to show, the cause is for the log. */
export class SubgraphFailure extends Error {
  constructor(
    readonly subgraph: string,
    readonly code: SubgraphFailureCode,
    readonly details: { readonly wasSent: boolean; readonly cause?: unknown },
  ) {
    super(MESSAGES[code], { cause: details.cause });
    this.name = 'SubgraphFailure';
  }
}

const MESSAGES: Readonly<Record<SubgraphFailureCode, string>> = {
  SUBGRAPH_UNAVAILABLE: 'The part of the system that knows this cannot be reached.',
  SUBGRAPH_TIMEOUT: 'The part of the system that knows this did not answer in time.',
  SUBGRAPH_INVALID_RESPONSE: 'The part of the system that knows this gave no usable answer.',
};
