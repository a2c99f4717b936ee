import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { PassThrough, pipeline } from 'node:stream';
import type { StandingCaller } from '../standing-caller.js';
import type { Appointment } from '../timer-wheel.js';
import { EventStream, type EventStreamOptions } from './event-stream.js';
import { StreamRefused } from './stream-refused.js';

/** Whom a stream was promised to. */
export interface ReservedFor {
  readonly identity: string | undefined;
  readonly caller: StandingCaller;
  /** Called once, when the stream is over. */
  onEnd(): void;
}

/** Time between a reservation and its stream. */
const UNCLAIMED_MS = 30_000;

interface Reservation {
  readonly stream: EventStream;
  readonly events: PassThrough;
  readonly identity: string | undefined;
  /** Undefined once the stream has been connected. */
  unclaimed: Appointment | undefined;
}

/** Streams of the single connection mode, by the token that each was reserved with. */
export class Reservations {
  readonly #byToken = new Map<string, Reservation>();

  constructor(readonly options: EventStreamOptions) {}

  /** Answers the token, which is a secret between the client and us. */
  reserve({ identity, caller, onEnd }: ReservedFor): string {
    const token = randomUUID();
    const events = new PassThrough();
    const stream = new EventStream(events, this.options, { isDistinct: false, caller });
    const unclaimed = this.options.wheel.after(UNCLAIMED_MS, () => stream.destroy());
    this.#byToken.set(token, { stream, events, identity, unclaimed });
    events.once('close', () => {
      this.#byToken.get(token)?.unclaimed?.cancel();
      this.#byToken.delete(token);
      onEnd();
    });
    return token;
  }

  /** Connects a reserved stream; there is never more than one connection behind a reservation. */
  connect(token: string, response: ServerResponse): void {
    const reservation = this.#find(token);
    if (reservation.unclaimed === undefined) throw new StreamRefused(409, 'The stream is open already.');
    reservation.unclaimed.cancel();
    reservation.unclaimed = undefined;
    pipeline(reservation.events, response, () => reservation.stream.destroy()); // whichever of the two ends first
  }

  /** The stream of a token, for whom it was reserved. */
  streamFor(token: string, identity: string | undefined): EventStream {
    const reservation = this.#find(token);
    if (reservation.identity !== identity) throw new StreamRefused(403, 'The stream was reserved by somebody else.');
    return reservation.stream;
  }

  get streams(): readonly EventStream[] {
    return [...this.#byToken.values()].map(({ stream }) => stream);
  }

  #find(token: string): Reservation {
    const found = this.#byToken.get(token);
    if (found === undefined) throw new StreamRefused(404, 'There is no such stream.');
    return found;
  }
}
