/** A worker is there, and hears from now on. */
export interface Joined {
  readonly fleetgraphJoined: true;
}

/** What has changed, from the worker that knows to all others. */
export interface Changed {
  readonly fleetgraphChanged: readonly string[];
  /** Names the message among all that are under way. */
  readonly id: string;
}

/** From each that has heard to the first process, and from there to who has told. */
export interface Heard {
  readonly fleetgraphHeard: string;
}

export const isJoined = (message: unknown): message is Joined => has(message, 'fleetgraphJoined');
export const isChanged = (message: unknown): message is Changed => has(message, 'fleetgraphChanged');
export const isHeard = (message: unknown): message is Heard => has(message, 'fleetgraphHeard');

const has = (message: unknown, name: string) => typeof message === 'object' && message !== null && name in message;
