import { type ASTNode, type DocumentNode, Kind, type Location } from 'graphql';

/**
 * Takes out of a document where its parts stand in the text: for that graphql-js keeps every token of it, which is several
 * times the document, as long as any part of it is kept. Definitions of variables still know their place, because errors
 * about values tell it. Answers the number of nodes.
 */
export function forgetTokens(document: DocumentNode): number {
  let count = 0;
  const left: unknown[] = [document];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (Array.isArray(node)) left.push(...node);
    else if (isNode(node)) {
      count++;
      const { loc, ...parts } = node;
      left.push(...Object.values(parts).filter((part) => typeof part === 'object'));
      (node as { loc: Location | undefined }).loc = node.kind === Kind.VARIABLE_DEFINITION ? place(loc) : undefined;
    }
  }
  return count;
}

/** Only our own document is changed, before anybody else has it. */
const isNode = (value: unknown): value is ASTNode => typeof value === 'object' && value !== null && 'kind' in value;

/** Without tokens; nobody asks a place for them but the parser. */
const place = (loc: Location | undefined): Location | undefined =>
  loc && ({ start: loc.start, end: loc.end, source: loc.source } as Location);
