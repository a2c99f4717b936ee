import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeLiveGraph } from '../../testing/graphs/live.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { startTestRouter, type TestRouter, until } from '../../testing/test-router.js';

const UPGRADE = [
  'GET /graphql HTTP/1.1',
  'host: router',
  'connection: Upgrade',
  'upgrade: websocket',
  'sec-websocket-version: 13',
  'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
  'sec-websocket-protocol: graphql-transport-ws',
  '\r\n',
].join('\r\n');
const INVALID = { type: 'subscribe', id: '1', payload: { query: '{ nothing }' } };

/** A short message of a client as a frame; its mask is all zeros (RFC 6455, section 5.3). */
function frame(message: object): Buffer {
  const text = Buffer.from(JSON.stringify(message));
  return Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), text]);
}

describe('a socket whose client sends several messages at once', () => {
  let graph: TestGraph;
  let router: TestRouter;

  beforeAll(async () => {
    graph = await startTestGraph(makeLiveGraph().definitions);
    router = await startTestRouter({ supergraph: graph.supergraph });
  });

  afterAll(async () => {
    await router.stop();
    await graph.stop();
  });

  /** A client that has greeted, and what it has heard since. */
  const greeted = async () => {
    const socket = connect(router.port, '127.0.0.1');
    let heard = '';
    socket.on('data', (data) => {
      heard += data.toString('latin1');
    });
    socket.write(UPGRADE);
    await until('there is a socket', () => heard.endsWith('\r\n\r\n'));
    socket.write(frame({ type: 'connection_init' }));
    await until('it is greeted', () => heard.endsWith('{"type":"connection_ack"}'));
    heard = '';
    const send = (...messages: object[]) => void socket.write(Buffer.concat(messages.map(frame)));
    return { socket, send, heard: () => heard };
  };

  it('says nothing more after its farewell', async () => {
    const { socket, send, heard } = await greeted();
    send(INVALID, { type: 'nonsense' });
    await until('there is a farewell', () => heard() !== '');
    await once(socket.end(), 'close');
    const reason = 'Invalid message received';
    expect(heard()).toBe(`\x88${String.fromCharCode(2 + reason.length)}\x11\x30${reason}`); // 4400
  });

  it('says nothing of an operation that was completed before it could be refused', async () => {
    const { socket, send, heard } = await greeted();
    send(INVALID, { type: 'complete', id: '1' });
    send({ type: 'subscribe', id: '2', payload: { query: '{ sequence(id: "x") }' } });
    await until('the next is complete', () => heard().includes('{"id":"2","type":"complete"}'));
    expect(heard()).not.toContain('"id":"1"');
    socket.destroy();
  });
});
