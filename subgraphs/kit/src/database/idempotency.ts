import type { EntityManager } from '@mikro-orm/postgresql';
import type { Viewer } from '../auth/viewer.js';
import { IdempotencyConflict, InputInvalid } from '../graphql/common-errors.js';
import { type PlainRefusal, plainRefusal, reviveRefusal, UserError } from '../graphql/user-error.js';
import { canonicalJson, fingerprint, fromCanonicalJson, type Json } from './json/canonical-json.js';
import { sqlOne, sqlRun } from './sql.js';
import { transact } from './transact.js';

/** Who asks for what under which key. */
export interface IdempotentRequest {
  /** Keys of different callers never meet; strangers share one space. */
  readonly viewer: Pick<Viewer, 'subject' | 'kind'> | undefined;
  /** Name of the mutation. */
  readonly operation: string;
  /** 1 to 128 characters, chosen by the client. */
  readonly key: string;
  /** The same key with another input is a conflict. */
  readonly input: unknown;
}

/** Work in two steps, for mutations that often refuse at a look: what was only looked at need not be undone. */
export interface LookThenWork<Seen, T extends Json> {
  /** Writes nothing. */
  readonly look: (tx: EntityManager) => Promise<Seen>;
  readonly work: (tx: EntityManager, seen: Seen) => Promise<T>;
  /** Runs after the work of a refusal is undone, in the transaction that keeps the refusal. */
  readonly whenRefused?: (tx: EntityManager) => Promise<unknown>;
}

const MAX_KEY_LENGTH = 128;

/** What is kept of a finished request. */
type Outcome = { readonly answer: unknown } | { readonly refusal: PlainRefusal };

/**
 * Does the work once per caller, operation and key, and answers every repeat, at the same time or later, with what the
 * first one got: its answer or its typed refusal. Other errors leave no trace, so the key can be tried again.
 */
export async function idempotent<T extends Json, Seen = undefined>(
  em: EntityManager,
  request: IdempotentRequest,
  work: ((tx: EntityManager) => Promise<T>) | LookThenWork<Seen, T>,
): Promise<T> {
  if (request.key.length < 1 || request.key.length > MAX_KEY_LENGTH) {
    throw new InputInvalid([{ path: 'idempotencyKey', message: `Use 1 to ${MAX_KEY_LENGTH} characters.` }]);
  }
  const caller = request.viewer === undefined ? 'stranger' : `${request.viewer.kind}:${request.viewer.subject}`;
  const identity = [caller, request.operation, request.key];
  const inputPrint = fingerprint(request.input);
  const outcome = await transact(em, async (tx): Promise<Outcome> => {
    // A rival that holds the same key and has not finished makes this statement wait for its end.
    const isFirst = await sqlRun(
      tx,
      `insert into idempotency_key (caller, operation, key, fingerprint) values ($1, $2, $3, $4) on conflict do nothing`,
      [...identity, inputPrint],
    );
    if (isFirst === 0) return storedOutcome(tx, identity, inputPrint);
    const fresh = await (typeof work === 'function' ? workInSavepoint(tx, work) : lookThenWork(tx, work));
    await sqlRun(tx, 'update idempotency_key set outcome = $4::jsonb where (caller, operation, key) = ($1, $2, $3)', [
      ...identity,
      canonicalJson(fresh),
    ]);
    return fresh;
  });
  if ('refusal' in outcome) throw reviveRefusal(outcome.refusal);
  return outcome.answer as T; // written by this function from a T
}

async function lookThenWork<Seen, T extends Json>(
  tx: EntityManager,
  { look, work, whenRefused }: LookThenWork<Seen, T>,
): Promise<Outcome> {
  const looked = await look(tx).then((seen) => ({ seen }), refusalOf);
  const outcome = 'refusal' in looked ? looked : await workInSavepoint(tx, () => work(tx, looked.seen));
  if ('refusal' in outcome) await whenRefused?.(tx);
  return outcome;
}

/** A refusal undoes what the work did, yet the transaction commits and keeps the refusal with its key. */
async function workInSavepoint(tx: EntityManager, work: (tx: EntityManager) => Promise<unknown>): Promise<Outcome> {
  // By hand: the ORM's nested transaction is an EntityManager more and, when all goes well, a statement more.
  await sqlRun(tx, 'savepoint work');
  try {
    const answer = (await work(tx)) ?? null;
    await tx.flush();
    return { answer };
  } catch (error) {
    const refusal = refusalOf(error);
    tx.clear();
    await sqlRun(tx, 'rollback to savepoint work');
    return refusal;
  }
}

function refusalOf(error: unknown): { readonly refusal: PlainRefusal } {
  if (!(error instanceof UserError)) throw error;
  return { refusal: plainRefusal(error) };
}

async function storedOutcome(tx: EntityManager, identity: readonly string[], inputPrint: Buffer): Promise<Outcome> {
  const row = await sqlOne<{ fingerprint: Buffer; outcome: unknown }>(
    tx,
    'select fingerprint, outcome from idempotency_key where (caller, operation, key) = ($1, $2, $3)',
    identity,
  );
  if (row !== undefined && !row.fingerprint.equals(inputPrint)) throw new IdempotencyConflict();
  // Purged between the two statements, or asked for inside its own work: the client may simply ask again.
  if (row === undefined || row.outcome === null) throw new IdempotencyConflict(1);
  return fromCanonicalJson(row.outcome) as Outcome; // written by idempotent() from an Outcome
}
