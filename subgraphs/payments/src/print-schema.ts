import { writeSubgraphSchema } from '@fleetgraph/kit/graphql/write-subgraph-schema';
import { payments } from './subgraph.js';

await writeSubgraphSchema(payments);
