import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type LiveGraph, makeLiveGraph } from './testing/graphs/live.js';
import { startTestGraph, type TestGraph } from './testing/test-graph.js';
import { startTestRouter, type TestRouter, until } from './testing/test-router.js';

/** More than the buffers of both kernels hold. */
const LARGE = 'x'.repeat(20_000_000);
/** For a client that takes nothing. */
const UNREAD_MS = 250;
/** For one that reads slowly: it makes room in the buffers of both kernels several times in this, also on a busy machine. */
const PATIENT_MS = 2_000;
/** The answer has more than 300 pieces of 64 KB, so that reading it takes longer than that. */
const PAUSE_MS = 8;

describe('an answer', () => {
  let folder: string;
  let live: LiveGraph;
  let graph: TestGraph;
  let router: TestRouter;
  let behind: Server;
  let answerLater: (() => void) | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fleetgraph-unread-'));
    await writeFile(join(folder, 'large.bin'), LARGE);
    behind = createServer(({ url }, response) => {
      if (url === '/behind/later') answerLater = () => response.end(LARGE);
      else response.end(LARGE);
    }).listen(0, '127.0.0.1');
    await once(behind, 'listening');
    live = makeLiveGraph();
    live.rename('large', LARGE);
    graph = await startTestGraph(live.definitions);
    await start(UNREAD_MS);
  });

  const start = async (unreadMs: number) => {
    router = await startTestRouter({
      supergraph: graph.supergraph,
      web: { root: folder },
      edge: { '/behind': `http://127.0.0.1:${(behind.address() as AddressInfo).port}` },
      metrics: { port: 0 },
      timeouts: { unreadMs },
    });
  };

  afterEach(async () => {
    await router?.stop();
    behind.close();
    behind.closeAllConnections();
    await graph.stop();
    await rm(folder, { recursive: true });
  });

  const ask = async (path: string): Promise<IncomingMessage> => {
    const asked = request(`${router.url}${path}`).on('error', () => {});
    const [response] = await once(asked.end(), 'response');
    return response; // paused until somebody reads
  };
  const sentAway = async () => {
    const metrics = await (await fetch(router.metricsUrl ?? '')).text();
    return Number(/^fleetgraph_router_slow_clients_total (\d+)$/m.exec(metrics)?.[1]);
  };
  /** How much comes, or `aborted`. */
  const rest = async (response: IncomingMessage, pauseMs = 0) => {
    let length = 0;
    try {
      for await (const chunk of response) {
        length += chunk.length;
        if (pauseMs > 0) await pause(pauseMs);
      }
      return length;
    } catch (cause) {
      return (cause as Error).message;
    }
  };
  const PATHS = {
    'of the graph': `/graphql?query=${encodeURIComponent('{ item(id: "large") { name } }')}`,
    'with a file': '/large.bin',
    'of another server of the origin': '/behind/large',
  };

  it.each(Object.entries(PATHS))('%s is not kept for a client that takes nothing of it', async (_, path) => {
    const response = await ask(path);
    await until('its connection is ended', async () => (await sentAway()) === 1);
    expect(await rest(response)).toBe('aborted');
    expect((await router.fetch('/health/live')).status).toBe(200);
  });

  it.each(Object.entries(PATHS))('%s is for a client that reads slowly, however long that takes', async (_, path) => {
    await router.stop();
    await start(PATIENT_MS);
    const response = await ask(path);
    const begunAt = performance.now();
    expect(await rest(response, PAUSE_MS)).toBeGreaterThanOrEqual(LARGE.length);
    expect(performance.now() - begunAt).toBeGreaterThan(PATIENT_MS);
    expect(await sentAway()).toBe(0);
  });

  it('that is long in coming is waited for', async () => {
    const asked = ask('/behind/later');
    await until('it is asked', () => answerLater !== undefined);
    await pause(2 * UNREAD_MS);
    answerLater?.();
    expect(await rest(await asked)).toBe(LARGE.length);
  });
});
