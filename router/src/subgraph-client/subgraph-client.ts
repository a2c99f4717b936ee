import type { Traffic } from '../config/traffic-section.js';
import type { AddressEvent } from './address-book.js';
import type { CallContext } from './call-headers.js';
import { type StreamPlace, Subgraph } from './subgraph.js';
import type { SubgraphAnswer, SubgraphRequest } from './subgraph-answer.js';
import type { CircuitState } from './traffic/circuit-breaker.js';
import { DeadlineSweep } from './traffic/deadline-sweep.js';

/** Makes a call and sees how it goes. */
export type CallWatch = (request: SubgraphRequest, ask: () => Promise<SubgraphAnswer>) => Promise<SubgraphAnswer>;

/** How subgraphs are reached. */
export interface SubgraphClientOptions {
  /** Addresses of a subgraph; the same list as long as nothing changes. */
  addressesOf(subgraph: string): readonly string[];
  trafficOf(subgraph: string): Traffic;
  /** The first signs; none: calls are not signed. */
  readonly signatureSecrets: readonly string[];
  readonly maxAnswerBytes: number;
  /** Told when an address is left out, or taken back. */
  told(event: AddressEvent, subgraph: string, url: string): void;
  /** Undefined: nobody wants to know. */
  readonly watch?: CallWatch | undefined;
}

/** How the calls to a subgraph go; counts are since the start. */
export interface SubgraphSnapshot {
  readonly subgraph: string;
  readonly underWay: number;
  readonly queued: number;
  readonly retries: number;
  /** Calls that were not made because too many were under way. */
  readonly shed: number;
  /** Calls that were not made because the circuits of all addresses were open. */
  readonly circuitOpen: number;
  readonly addresses: readonly AddressSnapshot[];
}

/** How the calls to one address go. */
export interface AddressSnapshot {
  readonly url: string;
  readonly circuit: CircuitState;
  readonly isEjected: boolean;
  readonly underWay: number;
  readonly calls: number;
  readonly failures: number;
}

/** Sends operations to subgraphs over kept connections. */
export class SubgraphClient {
  readonly #subgraphs = new Map<string, Subgraph>();
  readonly #sweep = new DeadlineSweep();

  constructor(readonly options: SubgraphClientOptions) {}

  /** Asks a subgraph; answers `known` itself when the subgraph says the same, byte by byte. Rejects with a `SubgraphFailure`. */
  send(
    request: SubgraphRequest,
    variables: string,
    context: CallContext,
    known?: SubgraphAnswer,
  ): Promise<SubgraphAnswer> {
    const body = `${headOf(request)}${variables}}`;
    const subgraph = this.#subgraph(request.subgraph);
    const { watch } = this.options;
    const question = { request, body, context, known };
    return watch === undefined ? subgraph.ask(question) : watch(request, () => subgraph.ask(question));
  }

  /** Where to open a stream: at one of these addresses, or where requests go. Throws a `SubgraphFailure`. */
  addressForStream(subgraph: string, urls?: readonly string[]): StreamPlace {
    return this.#subgraph(subgraph).addressForStream(urls);
  }

  /** How the calls go, for health and metrics; subgraphs that were never asked are not there. */
  snapshot(): readonly SubgraphSnapshot[] {
    const now = performance.now();
    return [...this.#subgraphs.values()].map(({ name, limit, counts, addresses }) => ({
      subgraph: name,
      underWay: limit.underWay,
      queued: limit.queued,
      ...counts,
      addresses: addresses.map(({ url, circuit, ejection, underWay, calls, failures }) => ({
        url,
        circuit: circuit.state(now),
        isEjected: ejection.isEjected(now),
        underWay,
        calls,
        failures,
      })),
    }));
  }

  async close(): Promise<void> {
    await Promise.all([...this.#subgraphs.values()].map((subgraph) => subgraph.close()));
    this.#sweep.close();
  }

  #subgraph(name: string): Subgraph {
    let subgraph = this.#subgraphs.get(name);
    if (subgraph === undefined) {
      const { trafficOf, signatureSecrets, maxAnswerBytes, told } = this.options;
      const parts = { sweep: this.#sweep, secret: signatureSecrets[0], maxAnswerBytes, told };
      subgraph = new Subgraph(name, trafficOf(name), parts);
      this.#subgraphs.set(name, subgraph);
    }
    subgraph.book.use(this.options.addressesOf(name));
    return subgraph;
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
