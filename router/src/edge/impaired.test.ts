import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { typeDefs } from '../testing/graphs/federation-link.js';
import { compose } from '../testing/test-graph.js';
import { startTestRouter, until } from '../testing/test-router.js';
import { startTestSubgraph } from '../testing/test-subgraph.js';

const start = (name: string) =>
  startTestSubgraph({ name, typeDefs: typeDefs(`type Query { ${name}: Int }`), resolvers: {} });

it('tells no more of a subgraph that is not served any more', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fleetgraph-impaired-'));
  const file = join(folder, 'supergraph.graphql');
  const [well, broken] = [await start('well'), await start('broken')];
  await writeFile(file, compose([well, broken]));
  const router = await startTestRouter({ supergraph: file, traffic: { circuitBreaker: { minFailures: 1 } } });
  const health = async () => (await router.fetch('/health/ready')).json();

  broken.behaviour = 500;
  await router.query('{ broken }');
  expect(await health()).toMatchObject({ impaired: [{ subgraph: 'broken' }] });
  await writeFile(`${file}.new`, compose([well]));
  await rename(`${file}.new`, file);
  await until('the other is served', async () => (await router.query('{ broken }')).data === undefined);
  expect(await health()).not.toHaveProperty('impaired');

  await router.stop();
  await Promise.all([well, broken].map((subgraph) => subgraph.kill()));
  await rm(folder, { recursive: true });
});
