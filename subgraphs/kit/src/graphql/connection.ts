import { ArgsType, type ClassType, Field, Int, ObjectType } from 'type-graphql';
import { Shareable } from './directives.js';
import { GraphError } from './graph-error.js';

/** Most rows of one page. */
export const MAX_PAGE = 100;

/** Arguments of every list. */
@ArgsType()
export class ConnectionArgs {
  @Field(() => Int, { defaultValue: 20, description: 'How many at most, 1 to 100.' })
  first: number = 20;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor behind which the page starts: `pageInfo.endCursor` of the page before.',
  })
  after?: string | null;
}

/** Whether there is more, and where to go on. */
@Shareable()
@ObjectType({ description: 'Where a page of a list begins and ends (Relay).' })
export class PageInfo {
  @Field(() => Boolean, { description: 'True when there is a next page.' })
  readonly hasNextPage: boolean = false;

  @Field(() => Boolean, { description: 'True when there is a page before.' })
  readonly hasPreviousPage: boolean = false;

  @Field(() => String, { nullable: true, description: 'Cursor of the first row; null on an empty page.' })
  readonly startCursor: string | null = null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last row; null on an empty page.' })
  readonly endCursor: string | null = null;
}

/** One row of a page. */
export interface Edge<Node> {
  readonly cursor: string;
  readonly node: Node;
}

/** One page of a list. */
export interface Connection<Node> {
  readonly edges: readonly Edge<Node>[];
  readonly pageInfo: PageInfo;
}

/** The object types `<name>Connection` and `<name>Edge` of a node type; subclass the connection to add `totalCount` or facets. */
export function connectionOf<Node extends object>(NodeClass: ClassType<Node>, name: string) {
  @ObjectType(`${name}Edge`, { description: `One ${name} of a page.` })
  class EdgeClass implements Edge<Node> {
    @Field(() => String, { description: 'Opaque; stays valid while rows are inserted.' })
    readonly cursor!: string;

    @Field(() => NodeClass, { description: 'The row.' })
    readonly node!: Node;
  }

  @ObjectType(`${name}Connection`, { description: `A page of ${name} rows.` })
  class ConnectionClass implements Connection<Node> {
    @Field(() => [EdgeClass], { description: 'The rows of this page, in order.' })
    readonly edges!: EdgeClass[];

    @Field(() => PageInfo, { description: 'Whether there is more.' })
    readonly pageInfo!: PageInfo;
  }
  return { Connection: ConnectionClass, Edge: EdgeClass };
}

/** Refuses a page size outside 1 to 100. */
export function pageSize(first: number): number {
  if (first < 1 || first > MAX_PAGE) throw new GraphError('BAD_USER_INPUT', `\`first\` is between 1 and ${MAX_PAGE}.`);
  return first;
}

/** Cursor of a row: its sort values, opaque to clients. */
export const encodeCursor = (position: readonly (string | number | null)[]): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

/** The sort values of a cursor; refuses what was not made by `encodeCursor`. */
export function decodeCursor(cursor: string): readonly (string | number | null)[] {
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (
      Array.isArray(position) &&
      position.every((part) => part === null || typeof part === 'string' || typeof part === 'number')
    ) {
      return position;
    }
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  throw new GraphError('BAD_USER_INPUT', 'This cursor was not given out by this list.');
}

/** Makes a page from up to `first + 1` rows that follow `after`. */
export function toConnection<Row, Node>(
  rows: readonly Row[],
  { first, after }: { first: number; after?: string | null | undefined },
  map: { cursor: (row: Row) => readonly (string | number | null)[]; node: (row: Row) => Node },
): Connection<Node> {
  const edges = rows.slice(0, first).map((row) => ({ cursor: encodeCursor(map.cursor(row)), node: map.node(row) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: rows.length > first,
      hasPreviousPage: after != null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}
