import { writeSubgraphSchema } from '@fleetgraph/kit/graphql/write-subgraph-schema';
import { usersSettings } from './config.js';
import { usersSubgraph } from './subgraph.js';

// Nothing is sealed while printing, so no secret is needed.
await writeSubgraphSchema(usersSubgraph(usersSettings([])));
