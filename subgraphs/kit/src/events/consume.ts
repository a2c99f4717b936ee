import type { DescMessage, MessageShape } from '@bufbuild/protobuf';
import { topicOf } from '@fleetgraph/schema/topics';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { EventMeta } from './cloud-event.js';

/** What a subgraph does when certain events happen. */
export interface Consumer {
  /** `<subgraph>.<reaction>`: the consumer group. */
  readonly group: string;
  readonly schemas: readonly DescMessage[];
  readonly topics: readonly string[];
  /** Runs in the transaction that also writes the inbox row. */
  readonly handle: (em: EntityManager, event: MessageShape<DescMessage>, meta: EventMeta) => Promise<unknown>;
}

/** Handles one event in a transaction; throwing undoes it, repeats it, and in the end makes it a dead letter. */
export type EventHandler<S extends DescMessage> = (
  em: EntityManager,
  event: MessageShape<S>,
  meta: EventMeta,
) => Promise<unknown>;

/** Names a reaction to events of one or more types; `event.$typeName` tells which. List it in the subgraph's consumers. */
export function consume<const S extends DescMessage>(
  schemas: readonly S[] | S,
  group: string,
  handler: EventHandler<S>,
): Consumer {
  const list: readonly S[] = Array.isArray(schemas) ? schemas : [schemas as S]; // Array.isArray does not narrow readonly
  return {
    group,
    schemas: list,
    topics: [...new Set(list.map(topicOf))],
    // The runtime decodes by type name from `schemas`, so each event is one of S.
    handle: (em, event, meta) => handler(em, event as MessageShape<S>, meta),
  };
}
