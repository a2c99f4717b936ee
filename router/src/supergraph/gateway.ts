import { operationFromDocument } from '@apollo/federation-internals';
import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import type { QueryPlan } from '@apollo/query-planner';
import type { DocumentNode, GraphQLSchema } from 'graphql';

/** Where a subgraph of the supergraph says that it lives. */
export interface SubgraphAddress {
  readonly name: string;
  readonly url: string;
}

/** What we use of `@apollo/gateway`: the supergraph is loaded and checked, operations are planned; never executed. */
export interface GatewayPlanner {
  /** What clients may see: without `@inaccessible` parts and federation's own types. */
  readonly apiSchema: GraphQLSchema;
  readonly subgraphs: readonly SubgraphAddress[];
  plan(document: DocumentNode, operationName: string | undefined): QueryPlan;
}

/** Loads a supergraph into a new gateway; rejects when it is not one. */
export async function createGatewayPlanner(plannerSdl: string): Promise<GatewayPlanner> {
  // Read by the gateway's constructor: without it each router would send statistics to Apollo.
  process.env.APOLLO_TELEMETRY_DISABLED = 'true';
  const gateway = new ApolloGateway({
    supergraphSdl: plannerSdl,
    validateSupergraph: true,
    buildService: () => unusedDataSource,
    logger: silent,
  });
  const { schema } = await gateway.load();
  // The only public way to the planner of a loaded gateway; its executor would also send the requests.
  const { queryPlanner } = gateway.__testing();
  if (queryPlanner === undefined) throw new Error('The gateway loaded without a query planner.');
  const { supergraph } = queryPlanner;
  const plannerSchema = supergraph.apiSchema();

  return {
    apiSchema: schema,
    subgraphs: supergraph.subgraphsMetadata().map(({ name, url }) => ({ name, url: url ?? '' })),
    plan: (document, operationName) =>
      queryPlanner.buildQueryPlan(
        operationFromDocument(plannerSchema, document, operationName === undefined ? {} : { operationName }),
      ),
  };
}

const unusedDataSource: GraphQLDataSource = {
  process: () => Promise.reject(new Error('The gateway only plans; the executor is ours.')),
};

const silent = { debug() {}, info() {}, warn() {}, error() {} };
