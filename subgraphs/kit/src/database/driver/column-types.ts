import pg from 'pg';

const { builtins } = pg.types;
const INT8_ARRAY = 1016;
const TEXT_ARRAY = 1009;
const DATE_ARRAY = 1182;

// pg's typings know scalar types only; its parser for text[] gives what PostgreSQL may have in one.
const textArray = pg.types.getTypeParser(TEXT_ARRAY as number) as (text: string) => (string | null)[];
const asText = (text: string): string => text;

/**
 * How columns of hand-written SQL become values: timestamptz a Date, int8 a bigint, numeric and interval text, and date
 * and timestamp text as well, because a wall clock without a zone is no instant.
 */
export const columnTypes = new pg.TypeOverrides();
columnTypes.setTypeParser(builtins.INT8, BigInt);
columnTypes.setTypeParser(builtins.DATE, asText);
columnTypes.setTypeParser(builtins.TIMESTAMP, asText);
columnTypes.setTypeParser(builtins.INTERVAL, asText);
columnTypes.setTypeParser(DATE_ARRAY, textArray);
columnTypes.setTypeParser(INT8_ARRAY, (text: string) =>
  textArray(text).map((item) => (item === null ? null : BigInt(item))),
);
