import type { EntityClass } from '@mikro-orm/postgresql';
import type { FastifyInstance } from 'fastify';
import type { NonEmptyArray } from 'type-graphql';
import type { MigrationClass } from '../database/connect.js';
import type { Consumer } from '../events/consume.js';
import type { Job } from '../jobs/schedule.js';
import type { SubgraphContext } from './context.js';
import type { ReferenceResolver } from './reference.js';
import type { SubgraphRuntime } from './runtime.js';

/** The table of contents of one subgraph: everything that it offers and listens to. */
export interface Subgraph<Context extends SubgraphContext = SubgraphContext> {
  readonly name: string;
  /** type-graphql resolver classes. */
  readonly resolvers: NonEmptyArray<Function>;
  /** Object types that no field reaches: entities that only other subgraphs refer to. */
  readonly types?: readonly Function[];
  /** How other subgraphs reach an entity, by type name; also for entity interfaces and interface objects. */
  readonly references: Readonly<Record<string, ReferenceResolver<Context>>>;
  // biome-ignore lint/suspicious/noExplicitAny: entity classes of all shapes stand in one list
  readonly entities: readonly EntityClass<any>[];
  readonly migrations: readonly MigrationClass[];
  readonly consumers: readonly Consumer[];
  // biome-ignore lint/suspicious/noExplicitAny: jobs with payloads of all shapes stand in one list
  readonly jobs: readonly Job<any>[];
  /** HTTP doors beside the graph: webhooks, documents, the OpenID provider. They check their callers themselves. */
  readonly routes?: (app: FastifyInstance, runtime: SubgraphRuntime) => void | Promise<void>;
  /** Adds clients and settings to what a resolver receives. */
  readonly createContext?: (base: SubgraphContext, runtime: SubgraphRuntime) => Context;
}
