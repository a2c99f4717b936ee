import { readFileSync } from 'node:fs';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

/** `node apollo-peer.js SUPERGRAPH PORT HEADER…`: plain `@apollo/gateway` behind `@apollo/server`, handing on the headers. */
const [file = '', port = '0', ...headers] = process.argv.slice(2);

const gateway = new ApolloGateway({
  supergraphSdl: readFileSync(file, 'utf8'),
  buildService: ({ url = '' }) =>
    new RemoteGraphQLDataSource<Record<string, string>>({
      url,
      willSendRequest({ request, context }) {
        for (const name of headers) if (context[name] !== undefined) request.http?.headers.set(name, context[name]);
      },
    }),
});
const server = new ApolloServer<Record<string, string>>({ gateway });
await startStandaloneServer(server, {
  listen: { port: Number(port), host: '127.0.0.1' },
  context: async ({ req }) =>
    Object.fromEntries(
      headers.flatMap((name) => (typeof req.headers[name] === 'string' ? [[name, req.headers[name]]] : [])),
    ),
});
process.on('disconnect', () => process.exit(0));
