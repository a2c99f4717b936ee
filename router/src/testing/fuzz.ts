import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { findDifference } from './differential.js';
import { DIFFERENTIAL_GRAPHS } from './graphs/all.js';

/** `npm run fuzz -- router --seed S --count N [--graph NAME]`: N random operations over each supergraph. */
const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== 'router'),
  options: { seed: { type: 'string' }, count: { type: 'string', default: '200' }, graph: { type: 'string' } },
});
const seed = Number(values.seed ?? randomInt(2 ** 31));
const count = Number(values.count);
const graphs = DIFFERENTIAL_GRAPHS.filter(({ name }) => values.graph === undefined || name === values.graph);

process.stdout.write(`seed ${seed}, ${count} operations over each of ${graphs.length} supergraphs\n`);
for (const graph of graphs) {
  const difference = await findDifference(graph, { seed, count });
  process.stdout.write(`${graph.name}: ${difference === undefined ? 'equal' : 'DIFFERENT'}\n`);
  if (difference === undefined) continue;
  process.exitCode = 1;
  process.stdout.write(`${difference.query}\n${JSON.stringify(difference, null, 2)}\n`);
}
