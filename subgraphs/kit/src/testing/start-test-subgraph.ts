import { randomUUID } from 'node:crypto';
import {
  create,
  type DescMessage,
  fromBinary,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from '@bufbuild/protobuf';
import { topicOf } from '@fleetgraph/schema/topics';
import type { FormattedExecutionResult } from 'graphql';
import { createClient } from 'graphql-ws';
import { uuidv7 } from 'uuidv7';
import { WebSocket } from 'ws';
import { SIGNATURE_HEADER, signRequest } from '../auth/sign-request.js';
import type { SubgraphOptions } from '../config/subgraph-options.js';
import { type SqlParameter, sqlAll } from '../database/sql.js';
import { openTransport } from '../events/open-transport.js';
import type { EventTransport } from '../events/transport/transport.js';
import type { SubgraphContext } from '../graphql/context.js';
import type { Subgraph } from '../graphql/subgraph.js';
import { StopInOrder } from '../lifecycle/stop-in-order.js';
import { createLogger } from '../logging/create-logger.js';
import { type RunningSubgraph, runSubgraph } from '../run-subgraph.js';
import { createTestDatabase } from './test-database.js';
import { startTestIssuer, type TestIssuer, type TestViewer } from './test-issuer.js';

export type { TestViewer } from './test-issuer.js';

/** How one call is made. */
export interface TestCall {
  /** The default is a stranger. */
  readonly as?: TestViewer;
  /** False: without the router's signature. */
  readonly signed?: boolean;
}

/** Starts a subgraph with the given options: its own `startX`, when it needs more than the shared options. */
export type StartSubgraph = (options: SubgraphOptions) => Promise<RunningSubgraph>;

const SECRET = 'a-secret-that-only-router-and-subgraphs-of-tests-know';

/** A subgraph on a fresh real database, with a real event log, real HTTP and real tokens. */
export class TestSubgraph {
  constructor(
    readonly running: RunningSubgraph,
    readonly issuer: TestIssuer,
    readonly transport: EventTransport,
    private readonly stopping: StopInOrder,
  ) {}

  /** Sends an operation as the router would; answers what GraphQL answered. */
  async query<Data = Record<string, never>>(
    document: string,
    variables: Record<string, unknown> = {},
    call: TestCall = {},
  ): Promise<FormattedExecutionResult<Data>> {
    const body = JSON.stringify({ query: document, variables });
    const headers = await this.#headers('POST', body, call);
    const answer = await fetch(this.running.url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
    });
    // `Data` is the test's knowledge of its own document.
    return (await answer.json()) as FormattedExecutionResult<Data>;
  }

  /** The events of a subscription; leaving the loop ends it. */
  async subscribe<Data = Record<string, never>>(
    document: string,
    variables: Record<string, unknown> = {},
    call: TestCall = {},
  ): Promise<AsyncIterableIterator<FormattedExecutionResult<Data>>> {
    const headers = await this.#headers('GET', '', call);
    const client = createClient({
      url: this.running.url.replace('http', 'ws'),
      retryAttempts: 0,
      webSocketImpl: class extends WebSocket {
        constructor(url: string, protocols: string[]) {
          super(url, protocols, { headers });
        }
      },
    });
    this.stopping.push(() => client.dispose());
    return client.iterate({ query: document, variables }) as AsyncIterableIterator<FormattedExecutionResult<Data>>;
  }

  /** Puts an event of another subgraph on the bus; answers its id. */
  async publish<Desc extends DescMessage>(
    schema: Desc,
    event: { key: string; payload: MessageInitShape<Desc>; id?: string },
  ): Promise<string> {
    const id = event.id ?? uuidv7();
    await this.transport.publish([
      {
        topic: topicOf(schema),
        key: event.key,
        headers: {
          ce_specversion: '1.0',
          ce_id: id,
          ce_type: schema.typeName,
          ce_source: 'test',
          ce_subject: event.key,
          ce_time: new Date().toISOString(),
          ce_dataschema: schema.typeName,
          'content-type': 'application/protobuf',
        },
        value: toBinary(schema, create(schema, event.payload)),
      },
    ]);
    return id;
  }

  /** All events of a kind that the subgraph recorded, oldest first. */
  async events<Desc extends DescMessage>(schema: Desc): Promise<MessageShape<Desc>[]> {
    const rows = await this.sql<{ data: Uint8Array }>('select data from outbox where type = $1 order by sequence', [
      schema.typeName,
    ]);
    return rows.map(({ data }) => fromBinary(schema, data));
  }

  /** Runs SQL on the subgraph's database: to look behind the door, never to stand in for it. */
  sql<Row extends object>(text: string, params: readonly SqlParameter[] = []): Promise<Row[]> {
    return sqlAll<Row>(this.running.runtime.em(), text, params);
  }

  stop(): Promise<void> {
    return this.stopping.stop();
  }

  async #headers(method: string, body: string, { as, signed = true }: TestCall): Promise<Record<string, string>> {
    const authorization = as === undefined ? undefined : `Bearer ${await this.issuer.token(as)}`;
    return {
      'x-request-id': randomUUID(),
      ...(authorization === undefined ? {} : { authorization }),
      ...(signed ? { [SIGNATURE_HEADER]: signRequest(SECRET, { method, path: '/graphql', body, authorization }) } : {}),
    };
  }
}

/** Starts a subgraph, or what `start` makes of the options, for the tests of one file. */
export async function startTestSubgraph<Context extends SubgraphContext>(
  subgraphOrStart: Subgraph<Context> | StartSubgraph,
  overrides: Partial<SubgraphOptions> = {},
): Promise<TestSubgraph> {
  const stopping = new StopInOrder();
  try {
    return await start(subgraphOrStart, overrides, stopping);
  } catch (error) {
    await stopping.stop();
    throw error;
  }
}

async function start<Context extends SubgraphContext>(
  subgraphOrStart: Subgraph<Context> | StartSubgraph,
  overrides: Partial<SubgraphOptions>,
  stopping: StopInOrder,
): Promise<TestSubgraph> {
  const database = await createTestDatabase();
  stopping.push(() => database.close());
  const eventLog = await createTestDatabase();
  stopping.push(() => eventLog.close());
  const issuer = await startTestIssuer();
  stopping.push(() => issuer.stop());
  const logLevel = process.env.TEST_LOG_LEVEL ?? 'silent';
  const logger = createLogger({ name: 'test', level: logLevel });
  const transport = await openTransport({ name: 'test', eventLogUrl: eventLog.url, kafkaBrokers: [], logger });
  stopping.push(() => transport.close());

  const options: SubgraphOptions = {
    port: 0,
    host: '127.0.0.1',
    databaseUrl: database.url,
    kafkaBrokers: [],
    transport,
    issuer: issuer.issuer,
    jwksUrl: issuer.jwksUrl,
    audience: issuer.audience,
    routerSignatureSecrets: [SECRET],
    logLevel,
    ...overrides,
  };
  const running = await (typeof subgraphOrStart === 'function'
    ? subgraphOrStart(options)
    : runSubgraph(subgraphOrStart, options));
  stopping.push(() => running.stop());
  return new TestSubgraph(running, issuer, transport, stopping);
}
