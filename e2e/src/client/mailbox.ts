/** A message of the mailbox. */
export interface Mail {
  readonly id: string;
  readonly sequence: number;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/** The local mailbox, read by its API. */
export class Mailbox {
  constructor(private readonly origin: string) {}

  /** Newest first, without their text. */
  async list(to: string): Promise<Omit<Mail, 'text'>[]> {
    const { messages } = await this.#get<{ messages: Omit<Mail, 'text'>[] }>(`messages?to=${encodeURIComponent(to)}`);
    return messages;
  }

  /** Waits for the first message to somebody that fits; rejects after the time-out. */
  async waitFor(to: string, fits: (mail: Mail) => boolean, timeoutMs = 20_000): Promise<Mail> {
    const deadline = Date.now() + timeoutMs;
    for (let after = 0; ; ) {
      const wait = Math.max(0, Math.min(deadline - Date.now(), 10_000));
      const path = `messages?to=${encodeURIComponent(to)}&after=${after}&wait=${wait}`;
      const { messages } = await this.#get<{ messages: Omit<Mail, 'text'>[] }>(path);
      for (const { id, sequence } of messages.reverse()) {
        const mail = await this.#get<Mail>(`messages/${id}`);
        if (fits(mail)) return mail;
        after = Math.max(after, sequence);
      }
      if (Date.now() >= deadline) throw new Error(`No such mail to ${to} within ${timeoutMs} ms.`);
    }
  }

  async #get<Body>(path: string): Promise<Body> {
    const answer = await fetch(`${this.origin}/mailbox/api/${path}`);
    if (!answer.ok) throw new Error(`The mailbox answered ${answer.status}.`);
    return (await answer.json()) as Body; // the mailbox's own API
  }
}
