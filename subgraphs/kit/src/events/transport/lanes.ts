import type { IncomingEvent } from './transport.js';

/**
 * Handles a batch: events of one key one after another, different keys side by side, so that a key in trouble delays no
 * other. Answers how many from the start of the batch are done; a rejected one holds back the rest of its key.
 */
export async function runLanes(
  events: readonly IncomingEvent[],
  handle: (event: IncomingEvent) => Promise<void>,
): Promise<number> {
  const lanes = new Map<string, Promise<boolean>>();
  const results = events.map((event) => {
    const before = lanes.get(event.key) ?? Promise.resolve(true);
    const result = before.then(
      (isDone) =>
        isDone &&
        handle(event).then(
          () => true,
          () => false,
        ),
    );
    lanes.set(event.key, result);
    return result;
  });
  const firstOpen = (await Promise.all(results)).indexOf(false);
  return firstOpen === -1 ? events.length : firstOpen;
}
