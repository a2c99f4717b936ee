import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ExecutionArgs, execute, type GraphQLSchema, parse } from 'graphql';
import { VARYING_MARKER } from './benchmark-graph.js';

/** Where values come from; with neither, each schema has its own resolvers. */
export type ValueSource = Pick<ExecutionArgs, 'fieldResolver' | 'typeResolver'>;

/** What the parent of this process may tell it: how late every answer leaves from now on, in ms. */
export interface Lateness {
  readonly lateMs: number;
}

/**
 * Serves subgraphs at `/<name>` of one port, which it tells the parent of this process. An answer is computed once per body
 * and then remembered, so that subgraphs cost next to nothing beside the router; the header `x-varying` makes every answer
 * another one. `/count` tells the requests since it was asked last. Port 0 takes any that is free.
 */
export function serveSchemas(
  schemas: ReadonlyMap<string, GraphQLSchema>,
  values: ValueSource = {},
  port: number = 0,
): void {
  const answers = new Map<string, string>();
  let requests = 0;
  let lateMs = 0;

  const answer = async (name: string, body: string): Promise<string> => {
    const known = answers.get(name + body);
    if (known !== undefined) return known;
    const schema = schemas.get(name);
    if (schema === undefined) throw new Error('no such subgraph');
    const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
    const result = await execute({ schema, document: parse(query), variableValues: variables, ...values });
    const text = JSON.stringify(result);
    if (answers.size > 10_000) answers.clear();
    answers.set(name + body, text);
    return text;
  };

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
      const varying = request.headers['x-varying'];
      answer(request.url?.slice(1) ?? '', Buffer.concat(chunks).toString('utf8')).then(
        (text) => {
          const bytes = Buffer.from(
            typeof varying === 'string' ? text.replaceAll(VARYING_MARKER, varying.padStart(2, '0')) : text,
          );
          const write = () => {
            response.writeHead(200, { 'content-type': 'application/json', 'content-length': bytes.length });
            response.end(bytes);
          };
          if (lateMs === 0) write();
          else setTimeout(write, lateMs);
        },
        () => response.writeHead(400).end(),
      );
    });
  });

  server.keepAliveTimeout = 60_000;
  server.listen(port, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
  process.on('message', (lateness: Lateness) => {
    lateMs = lateness.lateMs;
  });
  process.on('disconnect', () => process.exit(0));
}
