import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AnswerText } from '../operation/answer-text.js';
import type { OperationAnswer, ReadyOperation } from '../operation/execute-operation.js';
import type { FinishedOperation } from './access-log.js';
import { type Outcome, outcomeOf, outcomeOfRefusal } from './outcome.js';
import type { Telemetry } from './telemetry.js';
import { programOf, type Visitor } from './visitor.js';

/** Status of those who were gone before their answer; nobody sees it but the log. */
const GONE = 499;

/** One HTTP request to the graph as it is watched. */
export class HttpVisit {
  readonly startedAt = performance.now();
  readonly visitor: Visitor;
  readonly #operations: SeenOperation[] = [];
  #refusal: Outcome | undefined;
  #isHandedOver = false;

  constructor(
    readonly telemetry: Telemetry,
    readonly request: IncomingMessage,
    readonly requestId: string,
  ) {
    this.visitor = { transport: 'http', client: programOf(request.headers) };
  }

  /** Watches one of the request's operations. */
  async operation<Answer extends OperationAnswer | AnswerText>(
    run: (seen: SeenOperation) => Promise<Answer>,
  ): Promise<Answer> {
    const seen = new SeenOperation(this);
    this.#operations.push(seen);
    try {
      const answer = await run(seen);
      seen.code = outcomeOf(answer);
      return answer;
    } catch (cause) {
      seen.code = outcomeOfRefusal(cause);
      throw cause;
    }
  }

  /** The request was refused as a whole, unless one of its operations was; then there is no event stream, either. */
  refused(cause: unknown): void {
    this.#refusal = outcomeOfRefusal(cause);
    this.#isHandedOver = false;
  }

  /** From now on an event stream tells of its operations itself. */
  handOver(): void {
    this.#isHandedOver = true;
  }

  /** Everything has been written. */
  end(response: ServerResponse): void {
    if (this.#isHandedOver) return;
    const { telemetry, visitor, requestId } = this;
    const durationMs = performance.now() - this.startedAt;
    const operations: readonly FinishedOperation[] =
      this.#operations.length > 0 ? this.#operations : [{ ready: undefined, code: this.#refusal ?? 'OK' }];
    for (const operation of operations) telemetry.count(operation, visitor, { ms: durationMs, requestId });
    const { accessLog } = telemetry;
    if (accessLog === undefined) return;
    const length = response.getHeader('content-length');
    accessLog.write(visitor, operations, {
      requestId,
      traceId: telemetry.tracing?.traceId,
      method: this.request.method,
      status: response.headersSent ? response.statusCode : GONE,
      bytes: length === undefined ? undefined : Number(length),
      durationMs: Math.round(durationMs * 1_000) / 1_000,
    });
  }
}

/** One operation of a request, as far as it has come. */
export class SeenOperation implements FinishedOperation {
  ready: ReadyOperation | undefined;
  code: Outcome = 'OK';

  constructor(readonly visit: HttpVisit) {}

  admitted(ready: ReadyOperation, isRegistered: boolean): void {
    this.ready = ready;
    const { telemetry, visitor } = this.visit;
    telemetry.admitted(ready, isRegistered, visitor);
  }
}
