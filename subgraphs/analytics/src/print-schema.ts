import { writeSubgraphSchema } from '@fleetgraph/kit/graphql/write-subgraph-schema';
import { analytics } from './subgraph.js';

await writeSubgraphSchema(analytics);
