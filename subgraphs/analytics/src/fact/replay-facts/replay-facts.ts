import { sqlRun } from '@fleetgraph/kit/database/sql';
import { replayGroup } from '@fleetgraph/kit/events/replay';
import type { EventTransport } from '@fleetgraph/kit/events/transport/transport';
import type { SubgraphRuntime } from '@fleetgraph/kit/graphql/runtime';
import { onAnyEvent } from '../collect-facts/on-any-event.js';

/** Forgets all facts and counts every topic again from zero; the tables come out equal. */
export function replayFacts(runtime: SubgraphRuntime, transport: EventTransport): Promise<void> {
  return replayGroup({ consumer: onAnyEvent, runtime, transport }, (tx) =>
    sqlRun(tx, 'truncate fact, unit_use, unit_service, progress'),
  );
}
