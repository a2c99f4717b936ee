import fc from 'fast-check';
import { isJson } from '../plan-executor/own-properties.js';
import { loadSupergraph } from '../supergraph/load-supergraph.js';
import { comparableWithoutPaths } from './comparable-answer.js';
import type { JsonAnswer } from './plain-gateway.js';
import { startPlainGateway } from './plain-gateway.js';
import { type RandomOperation, randomOperation } from './random-operation.js';
import { startTestGraph } from './test-graph.js';
import { startTestRouter } from './test-router.js';
import type { TestSubgraphDefinition } from './test-subgraph.js';

/** A supergraph to compare answers on. */
export interface DifferentialGraph {
  readonly name: string;
  readonly definitions: readonly TestSubgraphDefinition[];
  /** Fields that no operation asks for: plain @apollo/gateway answers them wrongly. */
  readonly without?: readonly string[];
  /** Forgets what mutations have done. */
  readonly reset?: () => void;
}

/** An operation that two gateways answer differently. */
export interface Difference extends RandomOperation {
  readonly ours: unknown;
  readonly theirs: unknown;
}

/** Random operations are no attack. */
const NO_LIMITS = {
  maxFields: 1e6,
  maxAliases: 1e6,
  maxRootFields: 1e6,
  maxDirectives: 1e6,
  maxCost: 1e12,
  maxTokens: 1e6,
  maxDepth: 1e3,
};

/** Sends random operations to our router and to plain @apollo/gateway over the same subgraphs; undefined: all were equal. */
export async function findDifference(
  { definitions, without = [], reset = () => {} }: DifferentialGraph,
  { seed, count }: { readonly seed: number; readonly count: number },
): Promise<Difference | undefined> {
  const graph = await startTestGraph(definitions);
  const router = await startTestRouter({ supergraph: graph.supergraph, limits: NO_LIMITS });
  const plain = await startPlainGateway(graph.supergraph);
  const compare = async ({ query, variables }: RandomOperation): Promise<Difference | undefined> => {
    const answers: JsonAnswer[] = [];
    for (const ask of [() => router.query(query, { variables }), () => plain.query(query, variables)]) {
      reset();
      answers.push(await ask());
    }
    const [ours, theirs] = answers.map(comparableWithoutPaths);
    return canonical(ours) === canonical(theirs) ? undefined : { query, variables, ours, theirs };
  };
  try {
    const { apiSchema } = await loadSupergraph(graph.supergraph);
    const operations = fc.sample(randomOperation(apiSchema, without), { seed, numRuns: count });
    for (const operation of operations) {
      const difference = await compare(operation);
      if (difference !== undefined) return difference;
    }
    return undefined;
  } finally {
    await Promise.all([router.stop(), plain.stop()]);
    await graph.stop();
  }
}

/** Text without regard to the order of keys: Apollo does not keep that of the operation. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isJson(inner) ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1))) : inner,
  );
}
