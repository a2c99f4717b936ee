import cluster, { type Worker } from 'node:cluster';
import { type Changed, type Heard, isChanged, isHeard, isJoined } from './messages.js';

/** Hands on what workers say has changed, and tells them when all others know. */
export function relayChanges(): void {
  const relay = new Relay();
  cluster.on('message', (worker, message: unknown) => relay.take(worker, message));
  cluster.on('exit', (worker) => relay.leave(worker));
}

/** A change that not all know of. */
interface UnderWay {
  readonly teller: Worker;
  readonly missing: Set<Worker>;
}

class Relay {
  /** Who joins later has nothing yet that may be out of date. */
  readonly #joined = new Set<Worker>();
  readonly #underWay = new Map<string, UnderWay>();

  take(worker: Worker, message: unknown): void {
    if (isJoined(message)) this.#joined.add(worker);
    else if (isChanged(message)) this.#handOn(worker, message);
    else if (isHeard(message)) this.#heard(message.fleetgraphHeard, worker);
  }

  /** What a worker has kept goes with it. */
  leave(worker: Worker): void {
    this.#joined.delete(worker);
    for (const id of this.#underWay.keys()) this.#heard(id, worker);
  }

  #handOn(teller: Worker, message: Changed): void {
    const missing = new Set([...this.#joined].filter((worker) => worker !== teller));
    this.#underWay.set(message.id, { teller, missing });
    for (const worker of missing) send(worker, message);
    this.#settle(message.id);
  }

  #heard(id: string, worker: Worker): void {
    if (this.#underWay.get(id)?.missing.delete(worker)) this.#settle(id);
  }

  #settle(id: string): void {
    const { teller, missing } = this.#underWay.get(id) ?? {};
    if (teller === undefined || (missing?.size ?? 0) > 0) return;
    this.#underWay.delete(id);
    send(teller, { fleetgraphHeard: id });
  }
}

function send(worker: Worker, message: Changed | Heard): void {
  if (worker.isConnected()) worker.send(message);
}
