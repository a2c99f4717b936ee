import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import {
  GraphQLCountryCode,
  GraphQLCurrency,
  GraphQLDateTime,
  GraphQLEmailAddress,
  GraphQLLocalDate,
  GraphQLLocale,
  GraphQLPhoneNumber,
  GraphQLTimeZone,
  GraphQLURL,
} from 'graphql-scalars';
import { Temporal } from 'temporal-polyfill';

function named(scalar: GraphQLScalarType, name: string, description: string): GraphQLScalarType {
  return new GraphQLScalarType({ ...scalar.toConfig(), name, description, astNode: undefined });
}

/** An instant in UTC; a `Date` in resolvers. */
export const DateTimeScalar = named(
  GraphQLDateTime,
  'DateTime',
  'An instant in UTC, RFC 3339: `2026-03-29T01:30:00.000Z`.',
);

/** A calendar day; a `YYYY-MM-DD` string in resolvers. */
export const DateScalar = new GraphQLScalarType({
  ...named(GraphQLLocalDate, 'Date', 'A calendar day without a zone, ISO 8601: `2026-03-29`.').toConfig(),
  parseValue: (value) => afterYearZero(String(GraphQLLocalDate.parseValue(value))),
  parseLiteral: (node, variables) => afterYearZero(String(GraphQLLocalDate.parseLiteral(node, variables))),
});

/** Zones that were sent before: checking one makes an Intl formatter, which costs more than the rest of an answer. */
const sentZones = new Set<unknown>();

/** An IANA zone name. */
export const TimeZoneScalar = new GraphQLScalarType({
  ...named(GraphQLTimeZone, 'TimeZone', 'An IANA time zone: `Europe/Berlin`, `Asia/Kolkata`.').toConfig(),
  serialize: (zone) => {
    if (!sentZones.has(zone)) sentZones.add(GraphQLTimeZone.serialize(zone));
    return zone;
  },
});

/** An ISO 4217 currency code. */
export const CurrencyCodeScalar = named(GraphQLCurrency, 'CurrencyCode', 'An ISO 4217 currency code: `EUR`.');

/** An ISO 3166-1 country code. */
export const CountryCodeScalar = named(GraphQLCountryCode, 'CountryCode', 'An ISO 3166-1 alpha-2 country code: `DE`.');

/** An absolute URL. */
export const URLScalar = named(GraphQLURL, 'URL', 'An absolute URL (WHATWG).');

/** A mail address. */
export const EmailAddressScalar = named(GraphQLEmailAddress, 'EmailAddress', 'A mail address (RFC 5322).');

/** A phone number. */
export const PhoneNumberScalar = named(
  GraphQLPhoneNumber,
  'PhoneNumber',
  'A phone number with country code (E.164): `+4930123456`.',
);

/** A language tag. */
export const LocaleScalar = named(GraphQLLocale, 'Locale', 'A language tag (BCP 47): `en`, `de-AT`.');

/** A wall-clock time; a `YYYY-MM-DDTHH:mm:ss` string in resolvers. */
export const LocalDateTimeScalar = new GraphQLScalarType({
  name: 'LocalDateTime',
  description: 'A wall-clock time at a place, without offset: `2026-03-29T10:00` or with seconds.',
  serialize: parseLocalDateTime,
  parseValue: parseLocalDateTime,
  parseLiteral: (node) => parseLocalDateTime(literalText(node)),
});

/** ISO 8601 knows a year zero; the database, like the calendar on the wall, begins with year one. */
function afterYearZero(text: string): string {
  if (text.startsWith('0000')) throw badInput('Years are written 0001 to 9999.');
  return text;
}

function parseLocalDateTime(value: unknown): string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(value)) {
    throw badInput('A LocalDateTime is written YYYY-MM-DDTHH:mm, without offset.');
  }
  try {
    return afterYearZero(
      Temporal.PlainDateTime.from(value, { overflow: 'reject' }).toString({ smallestUnit: 'second' }),
    );
  } catch (cause) {
    throw badInput('This LocalDateTime is not a day and time of the calendar.', cause);
  }
}

/** Whole numbers of any size; a `bigint` in resolvers, a string in JSON, so that no client loses digits (P-01). */
export const BigIntScalar = new GraphQLScalarType({
  name: 'BigInt',
  description: 'A whole number of any size, written as a string of digits: `"41250"`. Integers are accepted, too.',
  serialize: (value) => parseBigInt(value).toString(),
  parseValue: (value) => storable(parseBigInt(value)),
  parseLiteral: (node) => storable(parseBigInt(literalText(node))),
});

/** What is sent is kept, and a column keeps 64 bits; sums that are answered may be larger. */
function storable(value: bigint): bigint {
  if (BigInt.asIntN(64, value) === value) return value;
  throw badInput('A BigInt that is sent has at most 64 bits.');
}

function parseBigInt(value: unknown): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value === 'string' && /^-?\d{1,30}$/.test(value)) return BigInt(value);
  throw badInput('A BigInt is a whole number, best written as a string of digits.');
}

function literalText(node: ValueNode): unknown {
  return node.kind === Kind.STRING || node.kind === Kind.INT ? node.value : undefined;
}

function badInput(message: string, cause?: unknown): GraphQLError {
  return new GraphQLError(message, {
    originalError: cause instanceof Error ? cause : null,
    extensions: { code: 'BAD_USER_INPUT' },
  });
}
