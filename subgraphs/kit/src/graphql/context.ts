import type { Scope } from '@fleetgraph/schema/scopes';
import type { EntityManager } from '@mikro-orm/postgresql';
import { hasScope, type Viewer } from '../auth/viewer.js';
import type { DatabaseListener } from '../database/listener.js';
import { GraphError } from './graph-error.js';

/** What every resolver receives; fresh for each operation and for each event of a subscription. */
export interface SubgraphContext {
  readonly em: EntityManager;
  readonly viewer: Viewer | undefined;
  readonly requestId: string;
  readonly listener: DatabaseListener;
  /** Aborted when a subscription ends; sources of events stop by it. Never aborted for queries and mutations. */
  readonly signal: AbortSignal;
}

/** The signed-in caller; refuses strangers. */
export function requireViewer({ viewer }: SubgraphContext): Viewer {
  if (viewer === undefined) throw new GraphError('UNAUTHENTICATED');
  return viewer;
}

/** Refuses callers without the scope. */
export function requireScope({ viewer }: SubgraphContext, scope: Scope): void {
  if (!hasScope(viewer, scope)) throw new GraphError(viewer === undefined ? 'UNAUTHENTICATED' : 'FORBIDDEN');
}
