import { writeSubgraphSchema } from '@fleetgraph/kit/graphql/write-subgraph-schema';
import { bookings } from './subgraph.js';

await writeSubgraphSchema(bookings());
