import { Agent, fetch, type Response } from 'undici';
import type { SupergraphUrlConfig } from '../../config/supergraph-url-section.js';
import type { SupergraphSource } from './supergraph-source.js';

const MAX_BYTES = 64 * 1_048_576;
/** Longest wait for an address that fails. */
const MAX_WAIT_MS = 60_000;

/** A supergraph at an address, asked for by `If-None-Match`; one that fails is left alone for longer and longer. */
export class UrlSource implements SupergraphSource {
  readonly #agent = new Agent({ maxResponseSize: MAX_BYTES });
  #etag: string | undefined;
  #text: string | undefined;
  #nextAt = 0;
  #failures = 0;
  #fault: unknown;

  constructor(
    readonly url: string,
    readonly settings: SupergraphUrlConfig,
  ) {}

  async next(): Promise<string | undefined> {
    if (performance.now() < this.#nextAt) return this.#meanwhile();
    try {
      const text = await this.#ask();
      this.#failures = 0;
      this.#fault = undefined;
      return text;
    } catch (cause) {
      this.#failures++;
      this.#fault = new Error(`The supergraph cannot be had from ${this.url}: ${reasonOf(cause)}`);
      throw this.#fault;
    } finally {
      const { intervalMs } = this.settings;
      const waitMs = Math.max(intervalMs, Math.min(MAX_WAIT_MS, intervalMs * 2 ** this.#failures));
      this.#nextAt = performance.now() + waitMs;
    }
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  /** What was last known stays true until it is asked again. */
  #meanwhile(): undefined {
    if (this.#fault !== undefined) throw this.#fault;
  }

  async #ask(): Promise<string | undefined> {
    const { authorization, timeoutMs } = this.settings;
    const response = await fetch(this.url, {
      dispatcher: this.#agent,
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        accept: 'application/graphql, text/plain, */*',
        ...(authorization === undefined ? {} : { authorization }),
        ...(this.#etag === undefined ? {} : { 'if-none-match': this.#etag }),
      },
    });
    const text = await this.#read(response);
    if (text === undefined || text === this.#text) return undefined;
    this.#text = text;
    return text;
  }

  async #read(response: Response): Promise<string | undefined> {
    if (response.status === 200) {
      const text = await response.text();
      this.#etag = response.headers.get('etag') ?? undefined;
      return text;
    }
    await response.body?.cancel();
    if (response.status === 304 && this.#text !== undefined) return undefined;
    throw new Error(`it answers ${response.status}`);
  }
}

function reasonOf(fault: unknown): string {
  if (!(fault instanceof Error)) return String(fault);
  return fault.cause instanceof Error ? fault.cause.message : fault.message;
}
