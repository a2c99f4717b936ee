import { isDeepStrictEqual } from 'node:util';
import { COSTS } from './page.js';

/** What an answer is held against. */
export interface Expectation {
  /** The answer without any fault. */
  readonly whole: string;
  /** The subgraph that is away. */
  readonly subgraph: string;
  /** What the router may say of it. */
  readonly codes: ReadonlySet<string>;
}

/** How good an answer is. */
export interface Verdict {
  readonly isWhole: boolean;
  /** All that other subgraphs supply is there, and no error speaks of it. */
  readonly hasTheRest: boolean;
  /** Each field that is missing has its error: right path, code and subgraph, and that asking again helps. */
  readonly isTyped: boolean;
  /** Codes of its errors, each once. */
  readonly codes: readonly string[];
}

interface Extensions {
  readonly code?: string;
  readonly subgraph?: string;
  readonly retryable?: boolean;
}

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly path?: readonly (string | number)[]; readonly extensions?: Extensions }[];
}

const WHOLE: Verdict = { isWhole: true, hasTheRest: true, isTyped: true, codes: [] };

/** Holds an answer against the whole one, of which the fault of one subgraph may cost its own fields only. */
export function judgeAnswer(text: string, { whole, subgraph, codes }: Expectation): Verdict {
  if (text === whole) return WHOLE;
  const { data, errors = [] } = JSON.parse(text) as Answer; // of GraphQL over HTTP; a refusal of the router has no data
  const { data: wholeData } = JSON.parse(whole) as Answer; // the same
  const costs = COSTS[subgraph] ?? new Set();
  const paths = errors.map(({ path = [] }) => path.join('.'));
  const isOfSubgraph = (path: string) => costs.has(withoutIndexes(path));
  const isTold = (path: string) => paths.includes(path);
  const isItsOwn = paths.every(isOfSubgraph);
  return {
    isWhole: false,
    hasTheRest: isItsOwn && isDeepStrictEqual(without(data, isOfSubgraph), without(wholeData, isOfSubgraph)),
    isTyped:
      isItsOwn &&
      errors.every(({ extensions }) => isTypedError(extensions, { subgraph, codes })) &&
      isDeepStrictEqual(data, without(wholeData, isTold)),
    codes: [...new Set(errors.map(({ extensions }) => extensions?.code ?? 'none'))],
  };
}

/** Where it comes from, what it is, and that asking again helps. */
const isTypedError = (extensions: Extensions = {}, { subgraph, codes }: Omit<Expectation, 'whole'>): boolean =>
  codes.has(extensions.code ?? '') && extensions.subgraph === subgraph && extensions.retryable === true;

const withoutIndexes = (path: string): string => path.replace(/\.\d+(?=\.|$)/g, '');

/** A copy in which the fields at such paths are null. */
function without(data: unknown, isLost: (path: string) => boolean): unknown {
  const copy = (value: unknown, at: string): unknown => {
    if (isLost(at)) return null;
    if (value === null || typeof value !== 'object') return value;
    const entries = Object.entries(value).map(([key, inner]) => [key, copy(inner, at === '' ? key : `${at}.${key}`)]);
    return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
  };
  return copy(data, '');
}
