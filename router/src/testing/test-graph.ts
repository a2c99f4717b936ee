import { composeServices } from '@apollo/composition';
import { startTestSubgraph, type TestSubgraph, type TestSubgraphDefinition } from './test-subgraph.js';

/** Several running subgraphs and the supergraph that they compose to. */
export interface TestGraph {
  readonly supergraph: string;
  readonly subgraphs: Readonly<Record<string, TestSubgraph>>;
  subgraph(name: string): TestSubgraph;
  /** Forgets which requests were seen. */
  reset(): void;
  stop(): Promise<void>;
}

/** Starts subgraphs and composes them; one that is started anew at its address needs a port that was claimed. */
export async function startTestGraph(
  definitions: readonly TestSubgraphDefinition[],
  ports: readonly number[] = [],
): Promise<TestGraph> {
  const running = await Promise.all(definitions.map((definition, at) => startTestSubgraph(definition, ports[at])));
  const subgraphs = Object.fromEntries(running.map((subgraph) => [subgraph.name, subgraph]));
  return {
    supergraph: compose(running),
    subgraphs,
    subgraph(name) {
      const found = subgraphs[name];
      if (found === undefined) throw new Error(`There is no test subgraph "${name}".`);
      return found;
    },
    reset() {
      for (const { requests } of running) requests.length = 0;
    },
    async stop() {
      await Promise.all(running.map((subgraph) => subgraph.kill()));
    },
  };
}

/** Composes subgraphs; throws when they do not fit together. */
export function compose(subgraphs: readonly Pick<TestSubgraph, 'name' | 'url' | 'typeDefs'>[]): string {
  const { supergraphSdl, errors } = composeServices(
    subgraphs.map(({ name, url, typeDefs }) => ({ name, url, typeDefs })),
  );
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}
