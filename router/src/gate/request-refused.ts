import { ERROR_CODES, type ErrorCode } from '@fleetgraph/schema/error-codes';

/** A request was refused before it became a GraphQL operation. */
export class RequestRefused extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
    cause?: unknown,
    /** What the error tells besides its code. */
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message, { cause });
    this.name = 'RequestRefused';
  }

  get status(): number {
    // Over HTTP an outage of the token's issuer is ours, not a partial answer.
    return this.code === 'SUBGRAPH_UNAVAILABLE' ? 503 : ERROR_CODES[this.code].status;
  }
}
