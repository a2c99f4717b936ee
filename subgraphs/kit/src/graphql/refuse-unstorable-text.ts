import { BREAK, type DocumentNode, visit } from 'graphql';
import { GraphError } from './graph-error.js';

/** What JSON and GraphQL can write, but neither UTF-8 nor a text column of PostgreSQL can hold: NUL and half a surrogate pair. */
const UNSTORABLE = /\0|\p{Surrogate}/u;

/** One operation as it came. */
export interface OperationText {
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>> | null | undefined;
}

/** Refuses an operation with such a text in any literal or variable, before a resolver sees it. */
export function refuseUnstorableText({ document, variables }: OperationText): void {
  for (const [name, value] of Object.entries(variables ?? {})) {
    if (isUnstorable(value)) throw refusal(`The variable $${name}`);
  }
  if (hasUnstorableLiteral(document)) throw refusal('An argument');
}

/** A walk without recursion: depth is the caller's choice. */
function isUnstorable(value: unknown): boolean {
  const open = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === 'string' && UNSTORABLE.test(next)) return true;
    if (typeof next !== 'object' || next === null) continue;
    for (const [key, inner] of Object.entries(next)) {
      if (UNSTORABLE.test(key)) return true;
      open.push(inner);
    }
  }
  return false;
}

function hasUnstorableLiteral(document: DocumentNode): boolean {
  // Only an escape can write such a character: most documents need no walk.
  if (document.loc?.source.body.includes('\\u') === false) return false;
  let isFound = false;
  visit(document, {
    StringValue({ value }) {
      isFound = UNSTORABLE.test(value);
      return isFound ? BREAK : undefined;
    },
  });
  return isFound;
}

const refusal = (where: string): GraphError =>
  new GraphError('BAD_USER_INPUT', `${where} has a text with a NUL character or half a surrogate pair.`, {
    http: { status: 400 },
  });
