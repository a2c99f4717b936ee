import cluster from 'node:cluster';
import { type Changed, type Heard, isChanged, isHeard, type Joined } from './messages.js';
import type { Siblings } from './siblings.js';

/** Who has not heard by then is not waited for. */
const MAX_WAIT_MS = 1_000;

/** The other workers of the command, to whom the first process hands on what one of them says. */
export class SiblingWorkers implements Siblings {
  #told = 0;
  /** By message that not all have heard. */
  readonly #waiting = new Map<string, () => void>();
  #listener: (stamps: readonly string[]) => void = () => undefined;

  constructor() {
    process.on('message', (message: unknown) => this.#take(message));
    send({ fleetgraphJoined: true });
  }

  tell(stamps: readonly string[]): Promise<void> {
    const id = `${cluster.worker?.id}/${++this.#told}`;
    return new Promise<void>((resolve, reject) => {
      const late = () => reject(new Error('a worker does not answer'));
      const timer = setTimeout(late, MAX_WAIT_MS);
      this.#waiting.set(id, () => {
        clearTimeout(timer);
        resolve();
      });
      send({ fleetgraphChanged: stamps, id });
    }).finally(() => this.#waiting.delete(id));
  }

  onTold(listener: (stamps: readonly string[]) => void): void {
    this.#listener = listener;
  }

  #take(message: unknown): void {
    if (isHeard(message)) this.#waiting.get(message.fleetgraphHeard)?.();
    if (!isChanged(message)) return;
    this.#listener(message.fleetgraphChanged);
    send({ fleetgraphHeard: message.id });
  }
}

/** The first process may have gone: then this one goes, too. */
function send(message: Joined | Changed | Heard): void {
  if (process.connected) process.send?.(message);
}
