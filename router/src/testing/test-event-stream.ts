import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { until } from './test-router.js';

/** A client of Server-Sent Events that keeps each event, so that a test sees what was sent. */
export class TestEventStream {
  readonly events: EventSourceMessage[] = [];
  comments = 0;
  isOver = false;
  /** Its end was that of its connection, not of the answer. */
  wasCut = false;
  readonly #abort: AbortController;

  private constructor(
    readonly response: Response,
    abort: AbortController,
  ) {
    this.#abort = abort;
    void this.#read();
  }

  /** Sends a request for a stream. */
  static async open(url: string, init: RequestInit = {}): Promise<TestEventStream> {
    const abort = new AbortController();
    const headers = { accept: 'text/event-stream', 'content-type': 'application/json', ...init.headers };
    return new TestEventStream(await fetch(url, { ...init, headers, signal: abort.signal }), abort);
  }

  /** Sends an operation, distinct connections mode. */
  static operation(
    url: string,
    body: { readonly query: string; readonly variables?: object },
    headers: Record<string, string> = {},
  ): Promise<TestEventStream> {
    return TestEventStream.open(`${url}/graphql`, { method: 'POST', body: JSON.stringify(body), headers });
  }

  /** Data of `next` events so far. */
  // biome-ignore lint/suspicious/noExplicitAny: its shape depends on the operation
  answers(): any[] {
    return this.events.filter(({ event }) => event === 'next').map(({ data }) => JSON.parse(data));
  }

  // biome-ignore lint/suspicious/noExplicitAny: its shape depends on the operation
  async answersOf(count: number): Promise<any[]> {
    await until(`${count} answers`, () => this.answers().length >= count);
    return this.answers();
  }

  /** Waits until the server has ended the stream. */
  async ended(): Promise<void> {
    await until('the stream is over', () => this.isOver);
  }

  close(): void {
    this.#abort.abort();
  }

  async #read(): Promise<void> {
    const parser = createParser({
      onEvent: (event) => this.events.push(event),
      onComment: () => {
        this.comments += 1;
      },
    });
    const decoder = new TextDecoder();
    try {
      for await (const bytes of this.response.body ?? []) parser.feed(decoder.decode(bytes, { stream: true }));
    } catch {
      this.wasCut = true; // by the router, or by the test
    }
    this.isOver = true;
  }
}
