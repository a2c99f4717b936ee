import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import type { Logger } from 'pino';
import type { SubgraphOptions } from '../config/subgraph-options.js';
import type { DatabaseListener } from '../database/listener.js';

/** What a running subgraph consists of; jobs, consumers and HTTP doors receive it. */
export interface SubgraphRuntime {
  readonly orm: MikroORM;
  /** A fresh fork: one per request, event or job. */
  readonly em: () => EntityManager;
  readonly listener: DatabaseListener;
  readonly logger: Logger;
  readonly options: SubgraphOptions;
}
