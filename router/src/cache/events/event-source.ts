/** An event of a bus, as far as the cache looks at it. */
export interface BusEvent {
  readonly topic: string;
  /** Empty when it has none. */
  readonly key: string;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Uint8Array;
}

/** Who wants to know of events. */
export interface EventReader {
  /** Resolves as soon as they have taken effect; never rejects. */
  read(events: readonly BusEvent[]): Promise<void>;
  /** Some may have been missed. */
  missed(): void;
}

/** Events that are being read. */
export interface OpenEvents {
  /** Everything that was told before this moment has come, as far as is known; in ms since 1970. */
  heardAt(): number;
  close(): Promise<void>;
}

/**
 * A bus that tells what has changed. Each router reads all events of the topics, from some moment on at or before which it
 * says `missed`; it finds its way back by itself when it loses the bus.
 */
export interface EventSource {
  open(topics: readonly string[], reader: EventReader): OpenEvents;
}
