/** An event as it travels: CloudEvents attributes in the headers (binary mode), Protobuf bytes as the value. */
export interface OutgoingEvent {
  readonly topic: string;
  /** Aggregate id; order holds among events of one topic and key. */
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Uint8Array;
}

/** An event read back, with its place in the topic. */
export interface IncomingEvent extends OutgoingEvent {
  readonly partition: number;
  readonly offset: bigint;
}

/** What a consumer group reads and what is done with each event. */
export interface SubscriptionRequest {
  readonly group: string;
  readonly topics: readonly string[];
  /**
   * Resolves when the event needs no more attention. Called in order for events of one key, at the same time for events
   * of different keys. A rejection means "not now": the event is given again after a pause or by another process.
   */
  readonly handle: (event: IncomingEvent) => Promise<void>;
}

/** A consumer group at work; it survives the loss of its broker by itself. */
export interface Subscription {
  stop(): Promise<void>;
}

/** The event bus as the rest of the kit sees it: durable, replayable from zero, ordered per key, at least once. */
export interface EventTransport {
  /** Resolves when all are durable; a rejection leaves open which are, so the caller repeats all of them. */
  publish(events: readonly OutgoingEvent[]): Promise<void>;
  /** A group that was never seen starts at the oldest event. */
  subscribe(request: SubscriptionRequest): Promise<Subscription>;
  /** Handles what lies between the group's offset and the end as it is now; answers how many events that were. */
  drain(request: SubscriptionRequest): Promise<number>;
  /** Sends a group back to the oldest event of its topics. */
  rewind(group: string, topics: readonly string[]): Promise<void>;
  close(): Promise<void>;
}
