import { writeSubgraphSchema } from '@fleetgraph/kit/graphql/write-subgraph-schema';
import { notifications } from './subgraph.js';

await writeSubgraphSchema(notifications);
