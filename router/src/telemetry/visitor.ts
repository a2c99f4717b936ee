/** Which program asks, as it says itself. */
export interface ClientProgram {
  readonly name: string;
  readonly version: string;
}

/** Over what an operation came, and from which program. */
export interface Visitor {
  readonly transport: 'http' | 'websocket' | 'sse';
  readonly client: ClientProgram;
}

/** What can stand in a log and in a file: names of programs, never an address of a person. */
const PRINTABLE = /^@?[\w ./+-]{1,64}$/;
const UNKNOWN = 'unknown';

/** The program of headers, or of the payload of `connection_init`, under Apollo's names or under GraphQL's. */
export function programOf(from: Readonly<Record<string, unknown>>): ClientProgram {
  return {
    name: printable(from['apollographql-client-name'] ?? from['graphql-client-name']),
    version: printable(from['apollographql-client-version'] ?? from['graphql-client-version']),
  };
}

const printable = (value: unknown): string => (typeof value === 'string' && PRINTABLE.test(value) ? value : UNKNOWN);
