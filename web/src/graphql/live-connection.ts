import { createClient } from 'graphql-ws';
import { accessToken } from '../session/session.js';
import { headersOf, PROGRAM } from './program.js';

const PING_EVERY_MS = 12_000;
const PONG_WITHIN_MS = 5_000;

let socket: WebSocket | undefined;
let missedPong: ReturnType<typeof setTimeout> | undefined;
let connected = false;

/** Whether the WebSocket is open and acknowledged. */
export const isConnected = (): boolean => connected;

/**
 * One WebSocket for everything live: opened by the first subscription, closed after the last.
 * It never retries by itself: `watch-live` does, because only it knows behind which sequence to resume.
 */
export const liveConnection = createClient({
  url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`,
  retryAttempts: 0,
  lazyCloseTimeout: 3_000,
  keepAlive: PING_EVERY_MS,
  connectionParams: async () => {
    const token = await accessToken(); // renews one that is about to end, so also after close code 4403
    const program = headersOf(PROGRAM); // a page cannot give a socket headers
    return token === undefined ? program : { ...program, authorization: `Bearer ${token}` };
  },
  on: {
    opened: (opened) => {
      socket = opened as WebSocket; // typed `unknown`: the library also runs where there is no DOM
    },
    connected: () => {
      connected = true;
    },
    ping: (received) => {
      if (!received) missedPong = setTimeout(() => socket?.close(4408, 'No answer to a ping'), PONG_WITHIN_MS);
    },
    pong: (received) => {
      if (received) clearTimeout(missedPong);
    },
    closed: () => {
      connected = false;
      clearTimeout(missedPong);
    },
  },
});
