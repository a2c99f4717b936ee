import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { claimPorts } from '@fleetgraph/kit/ports/claim-ports';
import { until } from '@fleetgraph/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { START_TIMEOUT_MS } from '../promises/testing/test-system.js';

const root = path.resolve(import.meta.dirname, '../../..');
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const SCOPES = ['http', 'undici', 'graphql', 'pg'].map((name) => `@opentelemetry/instrumentation-${name}`);

interface Span {
  readonly traceId: string;
  readonly name: string;
  readonly scope: string;
}

/** A collector as OTLP/HTTP clients know it. */
class Collector {
  readonly spans: Span[] = [];
  readonly #server: Server = createServer(async (request, response) => {
    const { resourceSpans = [] } = JSON.parse(Buffer.concat(await request.toArray()).toString());
    for (const { scopeSpans } of resourceSpans) {
      for (const { scope, spans } of scopeSpans) {
        this.spans.push(...spans.map(({ traceId, name }: Span) => ({ traceId, name, scope: scope.name })));
      }
    }
    response.setHeader('content-type', 'application/json').end('{}');
  });

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    // A TCP server has an AddressInfo.
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

const collector = new Collector();
let folder: string;
let port: number;
let system: ChildProcess;
let output = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fleetgraph-traces-'));
  const register = path.join(root, 'subgraphs/kit/dist/telemetry/register.js');
  const main = path.join(root, 'local/dist/main.js');
  [port = 0] = await claimPorts(1);
  system = spawn(process.execPath, ['--import', register, main, '--port', String(port), '--data', folder], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: await collector.start(), OTEL_BSP_SCHEDULE_DELAY: '200' },
  });
  for (const stream of [system.stdout, system.stderr]) stream?.on('data', (text) => (output += text));
  const isUp = () => system.exitCode !== null || output.includes('Fleetgraph runs.');
  await until(isUp, START_TIMEOUT_MS).catch((cause) => {
    throw new Error(output, { cause });
  });
  if (system.exitCode !== null) throw new Error(`Ended with ${system.exitCode}:\n${output}`);
}, START_TIMEOUT_MS + 10_000);

afterAll(async () => {
  const ended = once(system, 'exit');
  if (system.kill('SIGTERM')) await ended;
  collector.stop();
  await rm(folder, { recursive: true, force: true });
});

function ask(query: string, headers: Record<string, string> = {}): Promise<unknown> {
  return fetch(`http://localhost:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  }).then((response) => response.json());
}

describe('telemetry', () => {
  it('joins router, subgraph and database under the trace of the browser', async () => {
    await ask('query Shops { locations(first: 1, filter: { kinds: [SHOP] }) { edges { node { name } } } }', {
      traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01`,
    });
    const seen = () => collector.spans.filter(({ traceId }) => traceId === TRACE_ID).map(({ scope }) => scope);
    // Spans are sent as they end, in several batches; that of the whole request comes last.
    await until(() => SCOPES.every((scope) => seen().includes(scope))).catch(() => {}); // the next line tells what is missing
    expect(seen()).toEqual(expect.arrayContaining(SCOPES));
  });
});
