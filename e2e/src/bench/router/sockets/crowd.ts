import { setTimeout as pause } from 'node:timers/promises';
import { RawClient } from '../fan-out/raw-client.js';

/** How the crowd is; what is counted is counted since all have left. */
export interface CrowdReport {
  /** Sockets that read. */
  readonly readers: number;
  /** Sockets that have stopped reading. */
  readonly stopped: number;
  /** Those of them that were found closed when they looked up. */
  readonly dropped: number;
  /** Close codes of readers whose socket the router has closed, each with its count; 0: without one. */
  readonly lost: Readonly<Record<number, number>>;
  /** Sockets that have come. */
  readonly came: number;
  /** Events that were read. */
  readonly events: number;
}

/** One in so many stops reading at its first event; another one reads a stream that nobody else reads. */
const ONE_IN = 100;
const [SLOW, ALONE] = [50, 25];
const AT_ONCE = 100;
/** Each address of the loopback has ports of its own. */
const ADDRESSES = 8;
const TICK_MS = 100;
/** Time to read what has come meanwhile, and the end behind it. */
const LOOK_MS = 10_000;
const LOOK_EVERY_MS = 100;

const NONE = { stopped: 0, dropped: 0, came: 0, events: 0 };

/** Clients that come and go: most read, some stop reading. They leave in the order in which they came. */
export class Crowd {
  readonly #readers = new Set<RawClient>();
  readonly #slow = new Set<RawClient>();
  #counts = { ...NONE };
  #lost: Record<number, number> = {};
  #port = 0;
  #churning: NodeJS.Timeout | undefined;

  report(): CrowdReport {
    return { ...this.#counts, lost: this.#lost, readers: this.#readers.size };
  }

  /** Resolves when so many more have subscribed. */
  async open(count: number, port: number): Promise<void> {
    this.#port = port;
    for (let opened = 0; opened < count; opened += AT_ONCE) {
      const batch = Math.min(AT_ONCE, count - opened);
      await Promise.all(Array.from({ length: batch }, () => new Promise<void>((resolve) => this.#come(resolve))));
    }
  }

  churn(perSecond: number): void {
    clearInterval(this.#churning);
    if (perSecond === 0) return;
    const startedAt = performance.now();
    let turns = 0;
    this.#churning = setInterval(() => {
      const due = ((performance.now() - startedAt) * perSecond) / 1000;
      for (; turns < due; turns++) this.#takeTurns();
    }, TICK_MS);
  }

  /** Lets all who have stopped read again, and sees who has been dropped. */
  async wake(): Promise<void> {
    for (const client of this.#slow) client.resume();
    const endsAt = performance.now() + LOOK_MS;
    while (this.#slow.size > 0 && performance.now() < endsAt) await pause(LOOK_EVERY_MS);
  }

  async leave(): Promise<void> {
    const all = [...this.#readers, ...this.#slow];
    this.#readers.clear();
    this.#slow.clear();
    this.#counts = { ...NONE };
    this.#lost = {};
    for (const [at, client] of all.entries()) {
      client.close();
      if (at % AT_ONCE === 0) await pause(1);
    }
  }

  /** One comes. Who has stopped reading stays, until the router sends it away; so for a slow one nobody leaves. */
  #takeTurns(): void {
    const number = this.#come(() => {});
    if (number % ONE_IN === SLOW) return;
    const [oldest] = this.#readers;
    if (oldest === undefined) return;
    this.#readers.delete(oldest);
    if (number % 2 === 0) oldest.close();
    else oldest.leave();
  }

  #come(onSubscribed: () => void): number {
    const number = this.#counts.came++;
    const from = { port: this.#port, localAddress: `127.0.0.${1 + (number % ADDRESSES)}` };
    const flight = number % ONE_IN === ALONE ? `F${number}` : 'F1';
    const isSlow = number % ONE_IN === SLOW;
    const onEvent = () => {
      this.#counts.events++;
      if (isSlow && this.#readers.delete(client)) this.#stop(client);
    };
    const client: RawClient = new RawClient(
      from,
      { onSubscribed, onEvent, onClosed: () => this.#closed(client) },
      flight,
    );
    this.#readers.add(client);
    return number;
  }

  #stop(client: RawClient): void {
    this.#slow.add(client);
    this.#counts.stopped++;
    client.pause();
  }

  #closed(client: RawClient): void {
    if (this.#slow.delete(client)) this.#counts.dropped++;
    else if (this.#readers.delete(client)) {
      const { closeCode = 0 } = client;
      this.#lost[closeCode] = (this.#lost[closeCode] ?? 0) + 1;
    }
  }
}
