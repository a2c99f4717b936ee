import type { ExceptionConverter, Platform } from '@mikro-orm/core';
import { isOutdatedStatement } from './prepared-statements.js';

/** Values of rows stand in these fields of an error, and messages and logs must not carry them. */
const FIELDS_WITH_DATA = ['detail', 'where', 'hint', 'internalQuery'] as const;

/** Deadlock and serialization failure: the same work can succeed when it is done again. */
const REPEATABLE = new Set(['40001', '40P01']);

/** Node's own codes for a server that is not there. */
const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH']);

/** The driver reports some lost connections by message only. */
const LOST_CONNECTION =
  /connection terminated|timeout exceeded when trying to connect|client (was|has been) closed|not queryable/i;

/** SQLSTATE of an error or of what caused it. */
export function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  if ('code' in error && typeof error.code === 'string') return error.code;
  return 'cause' in error ? sqlState(error.cause) : undefined;
}

/** True when the transaction lost against another and may be repeated. */
export function isRepeatable(error: unknown): boolean {
  return REPEATABLE.has(sqlState(error) ?? '') || isOutdatedStatement(error);
}

/** True when the database (not the work) is the reason: no connection, shutting down, too many clients, out of resources. */
export function isUnavailable(error: unknown): boolean {
  const code = sqlState(error) ?? '';
  if (/^(08|53|57P|58)/.test(code) || code === '25006' || NETWORK.has(code)) return true;
  return error instanceof Error && LOST_CONNECTION.test(error.message);
}

/** Cuts row values out of a database error, so that it may be logged. */
export function withoutData<E extends Error>(error: E): E {
  for (const field of FIELDS_WITH_DATA) if (field in error) Reflect.set(error, field, undefined);
  // Class 22 (data exception) quotes the offending value at the end of its message.
  if (sqlState(error)?.startsWith('22')) error.message = error.message.replace(/: ".*"$/s, '');
  return error;
}

/** Makes the ORM convert errors without their data. */
export function convertWithoutData(platform: Platform): void {
  const converter: ExceptionConverter = platform.getExceptionConverter();
  const convert = converter.convertException.bind(converter);
  converter.convertException = (error) => convert(withoutData(error));
}
