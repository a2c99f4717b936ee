import { randomUUID } from 'node:crypto';
import { EventEmitter, on } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Journal } from '../durable/journal.js';

/** What the list shows of one message. */
export interface MessageSummary {
  id: string;
  /** Counts up with every message. */
  sequence: number;
  from: string;
  to: string[];
  subject: string;
  receivedAt: string;
}

/** Which messages are wanted. */
export interface MessageFilter {
  /** Part of a recipient's address. */
  to?: string | undefined;
  /** Only messages behind this sequence number. */
  after?: number | undefined;
}

/** The messages of the mailbox, kept over restarts. */
export class MessageStore {
  readonly #folder: string;
  readonly #journal: Journal<MessageSummary>;
  readonly #messages: MessageSummary[];
  readonly #arrivals = new EventEmitter().setMaxListeners(0);

  constructor(folder: string) {
    this.#folder = join(folder, 'mail');
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    this.#journal = new Journal(join(folder, 'mail.jsonl'));
    this.#messages = this.#journal.read();
  }

  /** Keeps a message; when this returns, a kill cannot lose it. */
  add(raw: Buffer, envelope: Pick<MessageSummary, 'from' | 'to' | 'subject'>): MessageSummary {
    const id = randomUUID();
    const sequence = (this.#messages.at(-1)?.sequence ?? 0) + 1;
    const summary = { id, sequence, ...envelope, receivedAt: new Date().toISOString() };
    writeFileSync(this.#fileOf(id), raw, { mode: 0o600 });
    this.#journal.append(summary);
    this.#messages.push(summary);
    this.#arrivals.emit('message', summary);
    return summary;
  }

  /** Matching messages, newest first. */
  list({ to, after = 0 }: MessageFilter): MessageSummary[] {
    const wanted = to?.trim().toLowerCase() ?? '';
    const isFor = (message: MessageSummary) => message.to.some((address) => address.toLowerCase().includes(wanted));
    return this.#messages.filter((message) => message.sequence > after && isFor(message)).reverse();
  }

  get(id: string): { summary: MessageSummary; raw: Buffer } | undefined {
    const summary = this.#messages.find((message) => message.id === id);
    return summary === undefined ? undefined : { summary, raw: readFileSync(this.#fileOf(id)) };
  }

  /** Messages as they arrive, until the signal. */
  async *watch(signal: AbortSignal): AsyncGenerator<MessageSummary> {
    try {
      for await (const [message] of on(this.#arrivals, 'message', { signal })) yield message;
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  close(): void {
    this.#journal.close();
  }

  #fileOf(id: string): string {
    return join(this.#folder, `${id}.eml`);
  }
}
