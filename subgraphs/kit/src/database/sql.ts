import type { EntityManager } from '@mikro-orm/postgresql';
import { CompiledQuery } from 'kysely';
import { columnTypes } from './driver/column-types.js';
import { statementName } from './driver/prepared-statements.js';

/** A value for `$1`: objects are sent as JSON, arrays as PostgreSQL arrays (stringify a JSON array yourself). */
export type SqlParameter = string | number | bigint | boolean | Date | Uint8Array | null | undefined | object;

/** All rows. Runs on the transaction of `em` when there is one; entities changed in `em` are seen after `em.flush()`. */
export async function sqlAll<T extends object>(
  em: EntityManager,
  text: string,
  params: readonly SqlParameter[] = [],
): Promise<T[]> {
  // The rows' shape is the caller's claim about its own SQL.
  return (await execute(em, text, params)).rows as T[];
}

/** The first row, or undefined. */
export async function sqlOne<T extends object>(
  em: EntityManager,
  text: string,
  params: readonly SqlParameter[] = [],
): Promise<T | undefined> {
  return (await sqlAll<T>(em, text, params))[0];
}

/** Number of rows inserted, updated or deleted. */
export async function sqlRun(em: EntityManager, text: string, params: readonly SqlParameter[] = []): Promise<number> {
  return Number((await execute(em, text, params)).numAffectedRows ?? 0);
}

async function execute(em: EntityManager, text: string, params: readonly SqlParameter[]) {
  // pg takes a config object where Kysely declares text: the only way to choose column types and to prepare.
  const name = params.length === 0 ? undefined : statementName(text);
  const query = { text, types: columnTypes, name } as unknown as string;
  try {
    return await em.getKysely().executeQuery(CompiledQuery.raw(query, [...params]));
  } catch (error) {
    throw error instanceof Error ? em.getPlatform().getExceptionConverter().convertException(error) : error;
  }
}
