import { Agent } from 'undici';
import { type CallContext, callHeaders } from './call-headers.js';
import { startDeadline } from './deadline.js';
import { classifyFailure, isConnectionFailure } from './failures.js';
import { parseAnswer } from './parse-answer.js';
import { type SubgraphAnswer, SubgraphFailure, type SubgraphRequest } from './subgraph-answer.js';

/** How subgraphs are reached. */
export interface SubgraphClientOptions {
  /** Addresses of a subgraph; several take turns. */
  addressesOf(subgraph: string): readonly string[];
  /** The first signs; none: calls are not signed. */
  readonly signatureSecrets: readonly string[];
  /** Longest time for one call. */
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
}

const DEADLINE_HEADER = 'x-fleetgraph-deadline-ms';

/** Sends operations to subgraphs over kept connections. */
export class SubgraphClient {
  readonly #agent: Agent;
  readonly #turns = new Map<string, number>();

  constructor(readonly options: SubgraphClientOptions) {
    this.#agent = new Agent({
      connections: 128,
      connect: { timeout: Math.min(options.timeoutMs, 3_000) },
      headersTimeout: 0, // the deadline below counts for the whole call
      bodyTimeout: 0,
      maxResponseSize: options.maxAnswerBytes,
    });
  }

  /** Asks once; a query is asked once more when the connection failed, at the next address if there is one. */
  async send(fetch: SubgraphRequest, variables: string, context: CallContext): Promise<SubgraphAnswer> {
    const body = `${headOf(fetch)}${variables}}`;
    const deadline = startDeadline(this.options.timeoutMs, context);
    try {
      return await this.#attempt(fetch, body, { ...context, ...deadline });
    } catch (cause) {
      if (fetch.isMutation || deadline.signal.aborted || !isConnectionFailure(cause))
        throw classifyFailure(fetch.subgraph, cause, deadline);
      return await this.#attempt(fetch, body, { ...context, ...deadline }).catch((again: unknown) => {
        throw classifyFailure(fetch.subgraph, again, deadline);
      });
    } finally {
      deadline.stop();
    }
  }

  /** Address that is next in turn. */
  nextAddress(subgraph: string): string {
    const addresses = this.options.addressesOf(subgraph);
    const turn = this.#turns.get(subgraph) ?? 0;
    this.#turns.set(subgraph, (turn + 1) % Math.max(1, addresses.length));
    const address = addresses[turn % Math.max(1, addresses.length)];
    if (!address) {
      throw new SubgraphFailure(subgraph, 'SUBGRAPH_UNAVAILABLE', { wasSent: false, cause: 'no address' });
    }
    return address;
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #attempt(
    { subgraph }: SubgraphRequest,
    body: string,
    call: CallContext & { signal: AbortSignal; remainingMs(): number },
  ) {
    const url = this.nextAddress(subgraph);
    const { origin, pathname, search } = new URL(url);
    const response = await this.#agent.request({
      origin,
      path: pathname + search,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json',
        [DEADLINE_HEADER]: String(call.remainingMs()),
        ...callHeaders(call, { method: 'POST', url, body }, this.options.signatureSecrets),
      },
      body,
      signal: call.signal,
    });
    return parseAnswer(subgraph, response.statusCode, await response.body.text());
  }
}

/** The body of a request up to its variables; a plan's requests stay the same objects. */
const heads = new WeakMap<SubgraphRequest, string>();

function headOf(request: SubgraphRequest): string {
  let head = heads.get(request);
  if (head === undefined) {
    const { document: query, operationName } = request;
    head = `${JSON.stringify({ query, operationName }).slice(0, -1)},"variables":`;
    heads.set(request, head);
  }
  return head;
}
