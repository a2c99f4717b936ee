import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';
import { createLocalJWKSet, errors } from 'jose';

/** The keys of the issuer could not be had: no fault of the token. */
export class KeysUnavailable extends Error {
  constructor(cause?: unknown) {
    super('The keys of the issuer cannot be had.', { cause });
    this.name = 'KeysUnavailable';
  }
}

/** How old keys may be. */
export interface KeyAges {
  /** Then they are read again, while the old ones serve on. */
  readonly refreshMs: number;
  /** Then they count no more. */
  readonly maxAgeMs: number;
}

/** A flood of tokens with invented key ids causes so many fetches, and no more, in the window. */
const MAX_FETCHES = 5;
const FETCH_WINDOW_MS = 30_000;
/** An issuer that has failed is asked again after this time, or earlier when that is due anyway. */
const RETRY_MS = 15_000;

/**
 * Finds the key that a token names. An unknown name may be that of a new key, so the set is fetched again. It is fetched
 * again from time to time, too, beside all requests: whoever is known by a key would never ask whether that still counts.
 * While the issuer cannot be reached the keys that were there serve on, until they are too old.
 */
export class KeySet {
  #keys: ReturnType<typeof createLocalJWKSet> | undefined;
  #text = '';
  #version = 0;
  #fetches: readonly number[] = [];
  #pending: Promise<void> | undefined;
  #refresh: NodeJS.Timeout | undefined;
  #end: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(
    readonly load: () => Promise<JSONWebKeySet>,
    readonly ages: KeyAges,
  ) {}

  /** Another number whenever other keys count: who was trusted by the old ones is looked at again. */
  get version(): number {
    return this.#version;
  }

  /** The `getKey` of jose; rejects with `KeysUnavailable` when there are no keys at all. */
  readonly keyOf: JWTVerifyGetKey = async (header, token) => {
    if (this.#keys === undefined) await this.#fetchWithin();
    try {
      return await this.#known(header, token);
    } catch (cause) {
      if (!(cause instanceof errors.JWKSNoMatchingKey) || !this.#mayFetch()) throw cause;
      await this.#fetchWithin().catch(() => undefined); // without news the key stays unknown
      return this.#known(header, token);
    }
  };

  /** Reads keys no more. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#refresh);
    clearTimeout(this.#end);
  }

  #known: JWTVerifyGetKey = (header, token) => {
    if (this.#keys === undefined) throw new KeysUnavailable();
    return this.#keys(header, token);
  };

  #mayFetch(): boolean {
    const since = performance.now() - FETCH_WINDOW_MS;
    this.#fetches = this.#fetches.filter((at) => at > since);
    return this.#pending !== undefined || this.#fetches.length < MAX_FETCHES;
  }

  /** Because a token asks for it. */
  #fetchWithin(): Promise<void> {
    if (!this.#mayFetch()) return Promise.reject(new KeysUnavailable());
    if (this.#pending === undefined) this.#fetches = [...this.#fetches, performance.now()];
    return this.#fetch();
  }

  /** Everybody who waits for keys waits for the same fetch. */
  #fetch(): Promise<void> {
    this.#pending ??= this.#fetchNow().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  async #fetchNow(): Promise<void> {
    const { refreshMs, maxAgeMs } = this.ages;
    try {
      this.#use(await this.load());
      this.#refreshIn(refreshMs);
      clearTimeout(this.#end);
      if (!this.#isClosed) this.#end = setTimeout(() => this.#use(undefined), maxAgeMs).unref();
    } catch (cause) {
      this.#refreshIn(Math.min(RETRY_MS, refreshMs));
      throw new KeysUnavailable(cause);
    }
  }

  #use(published: JSONWebKeySet | undefined): void {
    const text = published === undefined ? '' : JSON.stringify(published);
    if (text === this.#text) return;
    this.#keys = published && createLocalJWKSet(published);
    this.#text = text;
    this.#version++;
  }

  #refreshIn(ms: number): void {
    clearTimeout(this.#refresh);
    if (this.#isClosed) return;
    this.#refresh = setTimeout(() => void this.#fetch().catch(() => undefined), ms).unref(); // it is tried again
  }
}
