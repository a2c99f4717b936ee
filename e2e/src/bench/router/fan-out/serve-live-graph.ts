import { EventEmitter, on } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, type GraphQLSchema, parse } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { liveGraph } from './live-graph.js';

/**
 * Serves the subgraphs of the fan-out benchmark at `/<name>` of one port, which it tells its parent; each message of the
 * parent is an event. `GET /streams` tells how many streams are open.
 */
const events = new EventEmitter().setMaxListeners(0); // one a stream
const schemas = new Map<string, GraphQLSchema>(
  liveGraph(() => on(events, 'change')).map(({ name, typeDefs, resolvers }) => [
    `/${name}`,
    // The resolvers of this benchmark fit its schemas; the library's types are looser than ours.
    buildSubgraphSchema([{ typeDefs: parse(typeDefs), resolvers: resolvers as never }]),
  ]),
);

const server = createServer((request, response) => {
  if (request.url === '/streams') {
    response.end(String(sockets.clients.size));
    return;
  }
  const schema = schemas.get(request.url ?? '');
  text(request)
    .then(async (body) => {
      if (schema === undefined) throw new Error('no such subgraph');
      const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
      const result = await execute({ schema, document: parse(query), variableValues: variables });
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result));
    })
    .catch(() => response.writeHead(400).end());
});
const sockets = new WebSocketServer({ server, path: '/flights' });
const flights = schemas.get('/flights');
if (flights !== undefined) useServer({ schema: flights }, sockets);

server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('message', () => void events.emit('change'));
process.on('disconnect', () => process.exit(0));
