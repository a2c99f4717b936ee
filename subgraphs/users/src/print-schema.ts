import { writeFileSync } from 'node:fs';
import { printSubgraph } from '@fleetgraph/kit/graphql/print-subgraph';
import { usersSettings } from './config.js';
import { usersSubgraph } from './subgraph.js';

// Nothing is sealed while printing, so no secret is needed.
const target = new URL('../../../schema/subgraphs/users.graphql', import.meta.url);
writeFileSync(target, printSubgraph(usersSubgraph(usersSettings([]))));
