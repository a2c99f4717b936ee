import { sqlAll } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';

/** Most rows of one run; the rest is found by the next. */
const BATCH = 200;
/** Attempts after which a refund that the bank refuses waits for staff. */
const MAX_ATTEMPTS = 5;

async function idsOf(em: EntityManager, text: string, params: readonly (number | string)[]): Promise<string[]> {
  return (await sqlAll<{ id: string }>(em, text, params)).map(({ id }) => id);
}

/** Unfinished payments that were not looked at for long; the older one is, the more rarely, up to once an hour. */
export const findStuckPayments = (em: EntityManager, ageSeconds: number): Promise<string[]> =>
  idsOf(
    em,
    `select id from payment where state not in ('SUCCEEDED', 'CANCELED')
       and checked_at < clock_timestamp()
         - greatest(make_interval(secs => $1), least(checked_at - created_at, interval '1 hour'))
     order by checked_at limit $2`,
    [ageSeconds, BATCH],
  );

/** Refunds on their way that were not looked at for long. */
export const findStuckRefunds = (em: EntityManager, ageSeconds: number): Promise<string[]> =>
  idsOf(
    em,
    `select id from refund where state in ('REQUESTED', 'PENDING')
       and checked_at < clock_timestamp()
         - greatest(make_interval(secs => $1), least(checked_at - created_at, interval '1 hour'))
     order by checked_at limit $2`,
    [ageSeconds, BATCH],
  );

/** Refunds that failed a while ago and may be asked for again. */
export const findFailedRefunds = (em: EntityManager): Promise<string[]> =>
  idsOf(
    em,
    `select id from refund where state = 'FAILED' and attempt < $1 and checked_at < clock_timestamp() - interval '1 hour'
     order by checked_at limit $2`,
    [MAX_ATTEMPTS, BATCH],
  );
