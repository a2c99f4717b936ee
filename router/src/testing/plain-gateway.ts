import { ApolloGateway } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { parse, print } from 'graphql';
import { forPlanner } from '../supergraph/fix-ups.js';

/** An answer as JSON. */
export interface JsonAnswer {
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at whatever it has asked for
  readonly data?: any;
  readonly errors?: readonly JsonError[];
  readonly extensions?: Record<string, unknown>;
}

/** An error of such an answer. */
export interface JsonError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** Plain `@apollo/gateway` under Apollo Server: what answers are compared with. */
export async function startPlainGateway(supergraph: string) {
  process.env.APOLLO_TELEMETRY_DISABLED = 'true';
  const server = new ApolloServer({
    gateway: new ApolloGateway({ supergraphSdl: print(forPlanner(parse(supergraph))), logger: silent }),
    includeStacktraceInErrorResponses: false,
    logger: silent,
  });
  await server.start();
  return {
    async query(query: string, variables: Record<string, unknown> = {}): Promise<JsonAnswer> {
      const { body } = await server.executeOperation({ query, variables });
      if (body.kind !== 'single') throw new Error('Incremental delivery is off.');
      return JSON.parse(JSON.stringify(body.singleResult));
    },
    stop: () => server.stop(),
  };
}

const silent = { debug() {}, info() {}, warn() {}, error() {} };
