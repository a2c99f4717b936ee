import { sqlAll, sqlOne, sqlRun } from '@fleetgraph/kit/database/sql';
import { transact } from '@fleetgraph/kit/database/transact';
import type { EntityManager } from '@mikro-orm/postgresql';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Secrets } from '../../secrets/derive-secrets.js';

/** Private keys in the order in which the provider looks for one to sign with. */
export interface SigningKeys {
  readonly jwks: readonly JWK[];
  /** Changes whenever the set does. */
  readonly version: string;
}

/** A successor is published at least this long before it signs, so that every cache of keys has seen it. */
const PUBLISHED_BEFORE_USE = "interval '15 minutes'";
/** A retired key stays published until everything that it signed has run out. */
const PUBLISHED_AFTER_USE = "interval '2 days'";
const LOCK_NAME = 'users.signing-keys';

/** What a rotation did. */
export type Rotation = 'created' | 'rotated' | 'tooEarly';

/** Makes sure that there is a signer and its published successor; once per database, however many processes start. */
export function ensureSigningKeys(em: EntityManager, secrets: Secrets): Promise<void> {
  return transact(em, async (tx) => {
    await lock(tx);
    const states = await sqlAll<{ state: string }>(tx, 'select state from signing_key');
    if (!states.some(({ state }) => state === 'ACTIVE')) await insertKey(tx, secrets, 'ACTIVE');
    if (!states.some(({ state }) => state === 'NEXT')) await insertKey(tx, secrets, 'NEXT');
  });
}

/** The successor becomes the signer, the signer only verifies any more, a new successor is published. */
export function rotateSigningKeys(em: EntityManager, secrets: Secrets): Promise<Rotation> {
  return transact(em, async (tx) => {
    await lock(tx);
    await sqlRun(tx, `delete from signing_key where retired_at < clock_timestamp() - ${PUBLISHED_AFTER_USE}`);
    const next = await sqlOne<{ kid: string; is_known: boolean }>(
      tx,
      `select kid, created_at <= clock_timestamp() - ${PUBLISHED_BEFORE_USE} as is_known from signing_key where state = 'NEXT'`,
    );
    if (next === undefined) {
      await insertKey(tx, secrets, 'NEXT');
      return 'created';
    }
    if (!next.is_known) return 'tooEarly';
    await sqlRun(tx, `update signing_key set state = 'RETIRED', retired_at = clock_timestamp() where state = 'ACTIVE'`);
    await sqlRun(tx, `update signing_key set state = 'ACTIVE', activated_at = clock_timestamp() where kid = $1`, [
      next.kid,
    ]);
    await insertKey(tx, secrets, 'NEXT');
    return 'rotated';
  });
}

/** True when the signer has been at work for a month. */
export async function isRotationDue(em: EntityManager): Promise<boolean> {
  const row = await sqlOne<{ is_due: boolean }>(
    em,
    `select activated_at < clock_timestamp() - interval '30 days' as is_due from signing_key where state = 'ACTIVE'`,
  );
  return row?.is_due ?? true;
}

/** Which set of keys is current; cheap enough to ask often. */
export async function signingKeysVersion(em: EntityManager): Promise<string> {
  const row = await sqlOne<{ version: string }>(
    em,
    `select coalesce(string_agg(kid || state, ',' order by kid), '') as version from signing_key`,
  );
  return row?.version ?? '';
}

/** All published keys, the signer first: the provider signs with the first that fits. */
export async function loadSigningKeys(em: EntityManager, secrets: Secrets): Promise<SigningKeys> {
  const rows = await sqlAll<{ sealed_jwk: string }>(
    em,
    `select sealed_jwk from signing_key
      order by case state when 'ACTIVE' then 1 when 'NEXT' then 2 else 3 end, created_at desc`,
  );
  const jwks = rows.map((row): JWK => JSON.parse(secrets.open('signing-key', row.sealed_jwk)));
  return { jwks, version: await signingKeysVersion(em) };
}

async function insertKey(tx: EntityManager, secrets: Secrets, state: 'ACTIVE' | 'NEXT'): Promise<void> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  const sealed = secrets.seal('signing-key', JSON.stringify({ ...jwk, kid, alg: 'ES256', use: 'sig' }));
  await sqlRun(
    tx,
    `insert into signing_key (kid, state, sealed_jwk, activated_at)
     values ($1, $2, $3, case when $2 = 'ACTIVE' then clock_timestamp() end)`,
    [kid, state, sealed],
  );
}

/** One process at a time: the others find the work done. */
async function lock(tx: EntityManager): Promise<void> {
  await sqlAll(tx, 'select pg_advisory_xact_lock(hashtextextended($1, 0))::text', [LOCK_NAME]);
}
