import fc from 'fast-check';
import type { GraphQLSchema } from 'graphql';
import { isJson } from '../plan-executor/own-properties.js';
import { loadSupergraph } from '../supergraph/load-supergraph.js';
import { comparableWithoutPaths } from './comparable-answer.js';
import type { Reference } from './graphs/as-one-program.js';
import type { JsonAnswer } from './plain-gateway.js';
import { startPlainGateway } from './plain-gateway.js';
import { type RandomOperation, randomOperation } from './random-operation.js';
import { startTestGraph } from './test-graph.js';
import { startTestRouter } from './test-router.js';
import type { TestSubgraph, TestSubgraphDefinition } from './test-subgraph.js';
import { withoutConditions, withoutEmptied } from './without-conditions.js';

/** A supergraph to compare answers on. */
export interface DifferentialGraph {
  readonly name: string;
  readonly definitions: readonly TestSubgraphDefinition[];
  /** Fields that no operation asks for: plain @apollo/gateway answers them wrongly. */
  readonly without?: readonly string[];
  /** Answers instead of plain @apollo/gateway, which refuses the supergraph. */
  readonly reference?: Reference;
  /** Forgets what mutations have done. */
  readonly reset?: () => void;
}

/** An operation that two gateways answer differently. */
export interface Difference extends RandomOperation {
  /** The subgraph that failed meanwhile. */
  readonly broken: string | undefined;
  readonly ours: unknown;
  readonly theirs: unknown;
}

/** Random operations are no attack. */
export const NO_LIMITS = {
  maxFields: 1e6,
  maxAliases: 1e6,
  maxRootFields: 1e6,
  maxDirectives: 1e6,
  maxCost: 1e12,
  maxTokens: 1e6,
  maxDepth: 1e3,
};

/** A subgraph that is broken for one operation is asked again for the next. */
const NO_CAUTION = { retries: { max: 0 }, circuitBreaker: { minFailures: 1e6 } };

/** Every so many operations one subgraph is broken. */
const FAULT_EVERY = 4;

/** Sends random operations to our router and to plain @apollo/gateway over the same subgraphs; undefined: all were equal. */
export async function findDifference(
  { definitions, without = [], reference, reset = () => {} }: DifferentialGraph,
  { seed, count }: { readonly seed: number; readonly count: number },
): Promise<Difference | undefined> {
  const graph = await startTestGraph(definitions);
  const router = await startTestRouter({ supergraph: graph.supergraph, limits: NO_LIMITS, traffic: NO_CAUTION });
  const { apiSchema, planner, requiredNames } = await loadSupergraph(graph.supergraph);
  await planner.close();
  const plain = reference === undefined ? await startPlainGateway(graph.supergraph) : asGateway(apiSchema, reference);
  const allAnswers = async ({ query, variables }: RandomOperation): Promise<JsonAnswer[]> => {
    const answers: JsonAnswer[] = [];
    const ours = () => router.query(query, { variables });
    const theirs = async () => {
      const folded = reference === undefined ? withoutConditions({ query, variables }, requiredNames) : undefined;
      if (folded === undefined) return plain.query(query, variables);
      const answer = await plain.query(folded.query, folded.variables);
      return { ...answer, data: withoutEmptied(answer.data) };
    };
    // What is asked twice is remembered, and given again the third time.
    for (const ask of [ours, ours, ours, theirs]) {
      reset();
      answers.push(await ask());
    }
    return answers;
  };
  try {
    const operations = fc.sample(randomOperation(apiSchema, without), { seed, numRuns: count });
    for (const [index, operation] of operations.entries()) {
      const broken =
        reference === undefined && index % FAULT_EVERY === 0
          ? breakOne(Object.values(graph.subgraphs), index / FAULT_EVERY)
          : undefined;
      const answers = await allAnswers(operation);
      broken?.mend();
      const compared = answers.map(broken === undefined ? comparableWithoutPaths : dataOf);
      const theirs = compared.pop();
      const ours = compared.find((answer) => canonical(answer) !== canonical(theirs));
      if (ours !== undefined) return { ...operation, broken: broken?.name, ours, theirs };
    }
    return undefined;
  } finally {
    await Promise.all([router.stop(), plain.stop()]);
    await graph.stop();
  }
}

const asGateway = (schema: GraphQLSchema, reference: Reference) => ({
  query: (query: string, variables: Readonly<Record<string, unknown>>) => reference(schema, query, variables),
  stop: () => Promise.resolve(),
});

/** Makes one subgraph after the other cut connections or answer with an error page. */
function breakOne(subgraphs: readonly TestSubgraph[], turn: number) {
  const subgraph = subgraphs[turn % subgraphs.length];
  if (subgraph === undefined) throw new Error('A supergraph has at least one subgraph.');
  subgraph.behaviour = Math.floor(turn / subgraphs.length) % 2 === 0 ? 500 : 'drop';
  return {
    name: subgraph.name,
    mend: () => {
      subgraph.behaviour = 'answer';
    },
  };
}

/** What both must agree on when a subgraph fails: our errors say more than those of Apollo. */
const dataOf = ({ data, errors }: JsonAnswer) => ({ data, hasErrors: errors !== undefined });

/** Text without regard to the order of keys: Apollo does not keep that of the operation. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    isJson(inner) ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1))) : inner,
  );
}
