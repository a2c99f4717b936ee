import { collectDefaultMetrics, Registry } from 'prom-client';
import type { ReadyOperation } from '../../operation/execute-operation.js';
import { NO_OPERATION, OperationNames } from '../operation-names.js';
import type { Outcome } from '../outcome.js';
import type { Visitor } from '../visitor.js';
import { RequestMetrics } from './request-metrics.js';
import { type RouterState, registerState } from './state-metrics.js';
import { SubgraphMetrics } from './subgraph-metrics.js';

/** All metrics of one router, and those of its process: heap, garbage collection, delay of the event loop. */
export class RouterMetrics {
  readonly registry = new Registry();
  readonly requests = new RequestMetrics(this.registry);
  readonly subgraphs = new SubgraphMetrics(this.registry);
  readonly names: OperationNames;

  constructor(names: OperationNames['rule']) {
    this.names = new OperationNames(names);
    collectDefaultMetrics({ register: this.registry });
  }

  /** From now on the state of a router is told, too. */
  watch(state: RouterState): void {
    registerState(this.registry, state);
  }

  count(
    ready: ReadyOperation | undefined,
    transport: Visitor['transport'],
    how: { readonly code: Outcome; readonly ms: number | undefined },
  ): void {
    const label = ready === undefined ? NO_OPERATION : this.names.labelOf(ready.known.parsed, false);
    this.requests.observe(label, transport, how);
  }
}
