import { readFile } from 'node:fs/promises';
import { ConfigInvalid } from '@fleetgraph/kit/config/parse-env';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { request } from 'undici';

/** The keys of the issuer could not be had: no fault of the token. */
export class KeysUnavailable extends Error {
  constructor(cause?: unknown) {
    super('The keys of the issuer cannot be had.', { cause });
    this.name = 'KeysUnavailable';
  }
}

/** After this time keys are fetched anew, while the old ones serve on. */
const FRESH_MS = 600_000;
/** A flood of tokens with invented key ids causes so many fetches, and no more, in the window. */
const MAX_FETCHES = 5;
const FETCH_WINDOW_MS = 30_000;
const TIMEOUT_MS = 3_000;

/**
 * Finds the key that a token names. An unknown name may be that of a new key, so the set is fetched again; keys that were
 * there once stay when the issuer cannot be reached.
 */
export class KeySet {
  #keys: ReturnType<typeof createLocalJWKSet> | undefined;
  #fetchedAt = 0;
  #fetches: readonly number[] = [];
  #pending: Promise<void> | undefined;
  #text = '';
  #version = 0;

  constructor(readonly load: () => Promise<JSONWebKeySet>) {}

  /** Another number whenever the issuer publishes other keys: who was trusted by the old ones is looked at again. */
  get version(): number {
    return this.#version;
  }

  /** The `getKey` of jose; rejects with `KeysUnavailable` when there are no keys at all. */
  readonly keyOf: JWTVerifyGetKey = async (header, token) => {
    if (this.#keys === undefined) await this.#fetch();
    else if (performance.now() - this.#fetchedAt > FRESH_MS) void this.#fetch().catch(() => undefined); // old ones serve on
    try {
      return await this.#known(header, token);
    } catch (cause) {
      if (!(cause instanceof errors.JWKSNoMatchingKey) || !this.#mayFetch()) throw cause;
      await this.#fetch().catch(() => undefined); // without news the key stays unknown
      return this.#known(header, token);
    }
  };

  #known: JWTVerifyGetKey = (header, token) => {
    if (this.#keys === undefined) throw new KeysUnavailable();
    return this.#keys(header, token);
  };

  #mayFetch(): boolean {
    const since = performance.now() - FETCH_WINDOW_MS;
    this.#fetches = this.#fetches.filter((at) => at > since);
    return this.#pending !== undefined || this.#fetches.length < MAX_FETCHES;
  }

  /** Everybody who waits for keys waits for the same fetch. */
  #fetch(): Promise<void> {
    if (!this.#mayFetch()) return Promise.reject(new KeysUnavailable());
    this.#pending ??= this.#fetchNow().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  async #fetchNow(): Promise<void> {
    this.#fetches = [...this.#fetches, performance.now()];
    try {
      const published = await this.load();
      this.#fetchedAt = performance.now();
      const text = JSON.stringify(published);
      if (text === this.#text) return;
      this.#keys = createLocalJWKSet(published);
      this.#text = text;
      this.#version++;
    } catch (cause) {
      throw new KeysUnavailable(cause);
    }
  }
}

/** Loads keys from where the issuer publishes them. */
export const keysAt = (url: string) => async (): Promise<JSONWebKeySet> => {
  const options = { headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS, headers: { accept: 'application/json' } };
  const { statusCode, body } = await request(url, options);
  const content = await body.json();
  if (statusCode !== 200) throw new Error(`The issuer answered ${statusCode}.`);
  return content as JSONWebKeySet; // checked by jose
};

/** Loads keys from a file. */
export const keysIn = (path: string) => async (): Promise<JSONWebKeySet> => JSON.parse(await readFile(path, 'utf8'));

/** Rejects when a file has no keys: a router that begins without them refuses everybody who has a token. */
export async function assertKeysIn(path: string): Promise<void> {
  try {
    createLocalJWKSet(await keysIn(path)());
  } catch (cause) {
    const fault = new ConfigInvalid([`authentication.jwksFile: ${path} is not a file with keys (JWKS)`]);
    throw Object.assign(fault, { cause });
  }
}
