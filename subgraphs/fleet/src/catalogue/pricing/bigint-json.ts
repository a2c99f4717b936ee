import { Type } from '@mikro-orm/core';

const MARK = /^-?\d+n$/;

/** A jsonb column whose values hold `bigint`s: they are stored as "1250n", because JSON numbers lose digits. */
export class BigIntJson extends Type<unknown, string | null> {
  override convertToDatabaseValue(value: unknown): string | null {
    return value == null ? null : JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? `${part}n` : part));
  }

  override convertToJSValue(value: unknown): unknown {
    if (value == null) return value;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return JSON.parse(text, (_, part) =>
      typeof part === 'string' && MARK.test(part) ? BigInt(part.slice(0, -1)) : part,
    );
  }

  override getColumnType(): string {
    return 'jsonb';
  }

  override compareAsType(): string {
    return 'string';
  }
}
