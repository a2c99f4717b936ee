/** One thing that can be counted or summed, as an event told it. */
export interface Fact {
  readonly measure: string;
  readonly at: Date;
  readonly value: bigint;
  /** What different things are counted by. */
  readonly subject: string;
  /** Whom a small group could reveal. */
  readonly person: string;
  readonly kind?: string | undefined;
  readonly locationId?: string | undefined;
  readonly organisationId?: string | undefined;
  readonly currency?: string | undefined;
}

/** Protobuf has no null: an empty text means there is none. */
export const orUndefined = (text: string): string | undefined => (text === '' ? undefined : text);
