import { writeSubgraphSchema } from '@fleetgraph/kit/graphql/write-subgraph-schema';
import { fleet } from './subgraph.js';

await writeSubgraphSchema(fleet);
