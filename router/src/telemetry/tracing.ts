import { createHash } from 'node:crypto';
import {
  type Attributes,
  context,
  ProxyTracerProvider,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import type { ReadyOperation } from '../operation/execute-operation.js';
import type { SubgraphAnswer, SubgraphRequest } from '../subgraph-client/subgraph-answer.js';
import { outcomeOfRefusal } from './outcome.js';
import type { TraceContext } from './trace-context.js';
import type { ClientProgram } from './visitor.js';

const NAME = '@fleetgraph/router';

/** Spans of a router's steps. There is one only where traces are recorded: without it no span is made at all. */
export class Tracing {
  readonly #tracer = trace.getTracer(NAME);

  private constructor() {}

  /** Undefined when nobody records traces in this process. */
  static ofProcess(): Tracing | undefined {
    const provider = trace.getTracerProvider();
    const isOff = provider instanceof ProxyTracerProvider && provider.getDelegateTracer(NAME) === undefined;
    return isOff ? undefined : new Tracing();
  }

  /** The trace that is under way, if it is recorded; also when the span that began it is over. */
  get traceId(): string | undefined {
    const span = trace.getActiveSpan()?.spanContext();
    return span && (span.traceFlags & TraceFlags.SAMPLED) !== 0 ? span.traceId : undefined;
  }

  /** Tells on the span of the request what was asked: names only, never the text or its values. */
  asked({ known, planned, cost }: ReadyOperation, { name, version }: ClientProgram): void {
    const { definition } = known.parsed;
    trace.getActiveSpan()?.setAttributes({
      'graphql.operation.type': definition.operation,
      'graphql.operation.name': definition.name?.value ?? '',
      'graphql.operation.cost': cost,
      'graphql.plan.number': planned.number,
      'client.name': name,
      'client.version': version,
    });
  }

  /** Runs an operation of a socket inside a span of its own, below the client's when it names one. */
  operation<Result>(clients: TraceContext, run: () => Promise<Result>): Promise<Result> {
    return context.with(propagation.extract(ROOT_CONTEXT, clients), () =>
      this.#inSpan('operation', { kind: SpanKind.SERVER }, run),
    );
  }

  /** Works out the answer to an event of a stream in a trace of its own: many may read it. */
  event<Result>(run: () => Promise<Result>): Promise<Result> {
    return context.with(ROOT_CONTEXT, () => this.#inSpan('event', { kind: SpanKind.CONSUMER }, run));
  }

  /** Runs a step inside a span of its own. */
  step<Result>(name: 'prepare' | 'execute', run: () => Result | Promise<Result>): Promise<Result> {
    return this.#inSpan(name, { kind: SpanKind.INTERNAL }, run);
  }

  /** Makes a call to a subgraph inside a span; attempts and connections are spans below it. */
  call(request: SubgraphRequest, ask: () => Promise<SubgraphAnswer>): Promise<SubgraphAnswer> {
    const { subgraph, operationName = '' } = request;
    const attributes = {
      'subgraph.name': subgraph,
      'graphql.operation.name': operationName,
      'graphql.document.hash': hashOf(request),
      'graphql.operation.type': request.isMutation ? 'mutation' : 'query',
    };
    return this.#inSpan(`fetch ${subgraph}`, { kind: SpanKind.INTERNAL, attributes }, async (span) => {
      const answer = await ask();
      if (answer.errors.length > 0) span.setAttribute('graphql.errors', answer.errors.length);
      return answer;
    });
  }

  #inSpan<Result>(
    name: string,
    options: { readonly kind: SpanKind; readonly attributes?: Attributes },
    run: (span: Span) => Result | Promise<Result>,
  ): Promise<Result> {
    return this.#tracer.startActiveSpan(name, options, async (span) => {
      try {
        return await run(span);
      } catch (cause) {
        span.setStatus({ code: SpanStatusCode.ERROR, message: outcomeOfRefusal(cause) });
        throw cause;
      } finally {
        span.end();
      }
    });
  }
}

/** A plan's requests stay the same objects, so each text is hashed once. */
const hashes = new WeakMap<SubgraphRequest, string>();

function hashOf(request: SubgraphRequest): string {
  let hash = hashes.get(request);
  if (hash === undefined) {
    hash = createHash('sha256').update(request.document).digest('hex').slice(0, 32);
    hashes.set(request, hash);
  }
  return hash;
}
