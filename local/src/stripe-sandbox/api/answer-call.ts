import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { strikes } from '../controls/controls.js';
import { newId } from '../new-id.js';
import type { Origin, Sandbox } from '../sandbox.js';
import { API_VERSION } from '../webhooks/emit.js';
import { type Access, authenticate } from './authenticate.js';
import { expand } from './expand.js';
import { findSavedAnswer, fingerprint, type KeyUse, keyInUse } from './idempotency.js';
import { StripeFault } from './stripe-fault.js';

/** One call of the API, as an operation sees it. */
export interface Call {
  id: string;
  params: Record<string, unknown>;
  access: Access;
  origin: Origin;
}

/** What one endpoint does: without waiting, so that its effects and its saved answer are one step. */
export type Operation = (sandbox: Sandbox, call: Call) => object;

interface Answer {
  status: number;
  body: object;
}

const inFlight = new WeakMap<Sandbox, Set<string>>();
const Params = z.record(z.string(), z.unknown());
const PathParams = z.object({ id: z.string().default('') });

/** Carries a call through key, idempotency, faults and operation to its answer. */
export async function answerCall(
  sandbox: Sandbox,
  operation: Operation,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<void> {
  const requestId = newId('req', 14);
  reply.headers({ 'request-id': requestId, 'stripe-version': API_VERSION, 'cache-control': 'no-store' });
  try {
    const { key: formKey, ...params } = Params.parse((request.method === 'GET' ? request.query : request.body) ?? {});
    const access = authenticate(sandbox, request, formKey);
    const key = request.method === 'POST' ? request.headers['idempotency-key']?.toString() : undefined;
    const call = {
      id: PathParams.parse(request.params).id,
      params,
      access,
      origin: { requestId, idempotencyKey: key ?? null },
    };
    const path = request.url.replace(/^\/sandbox/, '').split('?', 1)[0] ?? '';
    const use = key === undefined ? undefined : { key, path, parameters: fingerprint(params) };
    await (use === undefined ? execute : executeOnce)(sandbox, { operation, call, use, request, reply });
  } catch (error) {
    if (!(error instanceof StripeFault)) throw error;
    reply.code(error.status).send({ error: error.body });
  }
}

interface Execution {
  operation: Operation;
  call: Call;
  use: KeyUse | undefined;
  request: FastifyRequest;
  reply: FastifyReply;
}

async function executeOnce(sandbox: Sandbox, execution: Execution): Promise<void> {
  const { use, reply } = execution;
  if (use === undefined) return execute(sandbox, execution);
  const busy = inFlight.get(sandbox) ?? new Set();
  inFlight.set(sandbox, busy);
  reply.header('idempotency-key', use.key);
  if (busy.has(use.key)) throw keyInUse(use.key);
  const saved = findSavedAnswer(sandbox.store, use);
  if (saved !== undefined) {
    reply.header('idempotent-replayed', 'true').code(saved.status).send(saved.body);
    return;
  }
  busy.add(use.key);
  try {
    await execute(sandbox, execution);
  } finally {
    busy.delete(use.key);
  }
}

async function execute(sandbox: Sandbox, { operation, call, use, request, reply }: Execution): Promise<void> {
  const { controls, store } = sandbox;
  const isMeant = `${request.method} ${request.url}`.includes(controls.matching);
  if (isMeant && controls.delayRequestMs > 0) await pause(controls.delayRequestMs);
  if (isMeant && strikes(controls, 'failRequests')) {
    throw new StripeFault(500, { type: 'api_error', message: 'The sandbox was told to fail this call.' });
  }
  const { status, body, isSaved } = run(sandbox, operation, call);
  if (use !== undefined && isSaved) {
    const { key: id, path, parameters } = use;
    store.put('answer', { id, path, parameters, status, body, createdAt: Date.now() });
  }
  store.commit();
  sandbox.wakeDeliverer();
  if (isMeant && controls.delayAnswerMs > 0) await pause(controls.delayAnswerMs);
  if (isMeant && strikes(controls, 'loseAnswers')) {
    reply.hijack();
    request.raw.socket.destroy();
    return;
  }
  reply.code(status).send(body);
}

function run(sandbox: Sandbox, operation: Operation, call: Call): Answer & { isSaved: boolean } {
  const paths = z.array(z.string()).safeParse(call.params.expand).data ?? [];
  try {
    return { status: 200, body: expand(sandbox.store, operation(sandbox, call), paths), isSaved: true };
  } catch (error) {
    if (!(error instanceof StripeFault)) throw error;
    return { status: error.status, body: { error: error.body }, isSaved: error.isSaved };
  }
}
