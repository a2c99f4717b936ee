import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { loadSupergraph } from '../supergraph/load-supergraph.js';
import { comparable } from '../testing/comparable-answer.js';
import { randomSeed } from '../testing/config.js';
import { NO_LIMITS } from '../testing/differential.js';
import { makePersonalGraph } from '../testing/graphs/personal.js';
import { randomOperation } from '../testing/random-operation.js';
import { startTestGraph } from '../testing/test-graph.js';
import { startTestIssuer } from '../testing/test-issuer.js';
import { startTestRouter } from '../testing/test-router.js';

const USERS = 100;
/** Of each. */
const OPERATIONS = 8;
it('answers a hundred users who ask and mutate at random as if nothing was kept', async () => {
  const seed = randomSeed;
  const graph = await startTestGraph(makePersonalGraph().definitions);
  const issuer = await startTestIssuer();
  const settings = { supergraph: graph.supergraph, authentication: issuer.rules, limits: NO_LIMITS };
  const plain = await startTestRouter(settings);
  const rules = {
    'Query.news': { maxAge: 60 },
    'Query.hello': { maxAge: 60 },
    Item: { maxAge: 60 },
    'Item.note': { scope: 'PRIVATE' as const },
    Wallet: { maxAge: 60, scope: 'PRIVATE' as const },
  };
  const cached = await startTestRouter({ ...settings, cache: { enabled: true, rules } });
  const { apiSchema, planner } = await loadSupergraph(graph.supergraph);
  await planner.close();
  // Few enough to be asked again and again. Nobody renames: that others may see what was, for a while, is what an age means.
  const pool = fc.sample(randomOperation(apiSchema, ['Mutation.rename', 'rename']), { seed, numRuns: 60 });
  const operations = pool.filter(({ query }) => !query.includes('rename'));
  const chosen = fc.sample(fc.array(fc.nat(operations.length - 1), { minLength: OPERATIONS, maxLength: OPERATIONS }), {
    seed,
    numRuns: USERS,
  });

  let compared = 0;
  const beUser = async (user: number) => {
    const token = await issuer.token({ subject: `user-${user}` });
    for (const index of chosen[user] ?? []) {
      const { query, variables } = operations[index] ?? { query: '{ news }', variables: {} };
      const ours = await cached.query(query, { token, variables });
      if (query.startsWith('mutation')) continue;
      const theirs = await plain.query(query, { token, variables });
      expect({ seed, query, variables, user, ...(comparable(ours) as object) }).toEqual({
        seed,
        query,
        variables,
        user,
        ...(comparable(theirs) as object),
      });
      compared++;
    }
  };
  try {
    for (let first = 0; first < USERS; first += 10) {
      await Promise.all(Array.from({ length: 10 }, (_, user) => beUser(first + user)));
    }
    expect(compared).toBeGreaterThan(USERS);
  } finally {
    await Promise.all([cached.stop(), plain.stop(), issuer.stop(), graph.stop()]);
  }
});
