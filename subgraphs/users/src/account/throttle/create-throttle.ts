import { sqlAll } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Secrets } from '../../secrets/derive-secrets.js';

/** Who tries: the account that is asked for, existing or not, and the network address it comes from. */
export interface Attempt {
  readonly account: string;
  readonly address: string;
}

/** Slows guessing down, over all processes, in the database (U-03). */
export interface Throttle {
  /** Counts a try before it is judged, so that parallel tries cannot slip through; seconds to wait when it must not be judged. */
  begin(attempt: Attempt): Promise<number | undefined>;
  /** The try was right: forgets what was counted for the account. */
  succeed(attempt: Attempt): Promise<void>;
  /** Counts one use of something that sends mail; false when there were too many in the last hour. */
  allow(what: string, who: string, perHour: number): Promise<boolean>;
}

/** The try of this number, and each later one, starts a pause. */
const PAUSE_FROM = { account: 5, address: 20 };
const FORGET_AFTER_S = 24 * 60 * 60;
const FIRST_PAUSE_S = 5;
const LONGEST_PAUSE_S = 15 * 60;

/** Pause after the try of this number: doubles each time, up to a quarter of an hour. */
export const pauseSeconds = (tries: number, from: number): number =>
  tries < from ? 0 : Math.min(FIRST_PAUSE_S * 2 ** (tries - from), LONGEST_PAUSE_S);

/** A throttle whose keys are keyed digests: the table tells neither addresses nor accounts. */
export function createThrottle(em: () => EntityManager, secrets: Secrets): Throttle {
  const limiter = (keyPrefix: string, points: number, duration: number): RateLimiterPostgres =>
    new RateLimiterPostgres({
      storeClient: { query: (query: Query) => runQuery(em(), query) },
      storeType: 'client',
      tableName: 'throttle',
      tableCreated: true, // by our migration
      clearExpiredByTimeout: false, // by our job
      keyPrefix,
      points,
      duration,
    });
  const tries = limiter('try', Number.MAX_SAFE_INTEGER, FORGET_AFTER_S);
  const pauses = limiter('pause', 1, FIRST_PAUSE_S);
  const uses = limiter('use', Number.MAX_SAFE_INTEGER, 60 * 60);
  const keyOf = (kind: string, value: string): string => secrets.mac('throttle', `${kind}:${value}`);

  const beginOne = async (kind: keyof typeof PAUSE_FROM, value: string): Promise<number | undefined> => {
    const key = keyOf(kind, value);
    const { consumedPoints } = await tries.penalty(key, 1);
    const pause = pauseSeconds(consumedPoints, PAUSE_FROM[kind]);
    if (pause === 0) return undefined;
    try {
      // The first of several rivals takes the only point until the pause is over; it is the one that may be judged.
      await pauses.consume(key, 1, { customDuration: pause });
      return undefined;
    } catch (rejection) {
      if (!(rejection instanceof RateLimiterRes)) throw rejection;
      await tries.reward(key, 1); // not judged, so not counted: waiting longer is no punishment for asking early
      return Math.max(1, Math.ceil(rejection.msBeforeNext / 1000));
    }
  };

  return {
    async begin({ account, address }) {
      const addressWait = await beginOne('address', address);
      if (addressWait !== undefined) return addressWait;
      const accountWait = await beginOne('account', account);
      if (accountWait !== undefined) await tries.reward(keyOf('address', address), 1);
      return accountWait;
    },
    async succeed({ account, address }) {
      const key = keyOf('account', account);
      await Promise.all([tries.delete(key), pauses.delete(key), tries.reward(keyOf('address', address), 1)]);
    },
    async allow(what, who, perHour) {
      const { consumedPoints } = await uses.penalty(keyOf(what, who), 1);
      return consumedPoints <= perHour;
    },
  };
}

interface Query {
  readonly text: string;
  readonly values: readonly (string | number | null)[];
}

/** The limiter computes with numbers, our driver answers bigint for int8. */
async function runQuery(em: EntityManager, { text, values }: Query) {
  const rows = await sqlAll<Record<string, unknown>>(em, text, values);
  return {
    rows: rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]),
      ),
    ),
    rowCount: rows.length,
  };
}
