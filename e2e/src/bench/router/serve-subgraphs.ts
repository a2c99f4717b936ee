import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, type GraphQLSchema, parse } from 'graphql';
import { BENCHMARK_SUBGRAPHS, VARYING_MARKER } from './benchmark-graph.js';

/**
 * Serves the four subgraphs at `/<name>` of one port, which it tells its parent. An answer is computed once per body and
 * then remembered, so that the subgraphs cost next to nothing beside the router; the header `x-varying` makes every
 * answer another one.
 */
const schemas = new Map<string, GraphQLSchema>(
  BENCHMARK_SUBGRAPHS.map(({ name, typeDefs, resolvers }) => [
    `/${name}`,
    // The resolvers of this benchmark fit its schemas; the library's types are looser than ours.
    buildSubgraphSchema([{ typeDefs: parse(typeDefs), resolvers: resolvers as never }]),
  ]),
);
const answers = new Map<string, string>();
let requests = 0;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (request.url === '/count') {
      response.end(String(requests));
      requests = 0;
      return;
    }
    requests++;
    const body = Buffer.concat(chunks).toString('utf8');
    const varying = request.headers['x-varying'];
    answer(request.url ?? '', body).then(
      (text) => {
        const bytes = Buffer.from(
          typeof varying === 'string' ? text.replaceAll(VARYING_MARKER, varying.padStart(2, '0')) : text,
        );
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
        response.end(bytes);
      },
      () => response.writeHead(400).end(),
    );
  });
});

async function answer(path: string, body: string): Promise<string> {
  const known = answers.get(path + body);
  if (known !== undefined) return known;
  const schema = schemas.get(path);
  if (schema === undefined) throw new Error('no such subgraph');
  const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
  const result = await execute({ schema, document: parse(query), variableValues: variables });
  const text = JSON.stringify(result);
  if (answers.size > 10_000) answers.clear();
  answers.set(path + body, text);
  return text;
}

server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit(0));
