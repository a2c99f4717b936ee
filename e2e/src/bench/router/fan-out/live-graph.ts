/** A small graph with a stream: an event of about 1 KB needs two other subgraphs. */
export interface LiveSubgraph {
  readonly name: string;
  readonly typeDefs: string;
  readonly resolvers: Readonly<Record<string, unknown>>;
}

/** What a client reads, as GraphQL over WebSocket has it; those who read of one flight share a stream. */
export const seatsLive = (flight: string) => ({
  query:
    'subscription ($flight: ID!) { seatChanged(flight: $flight) { sequence note seat { id row price { amountMinor currency } } aircraft { id name } } }',
  variables: { flight },
});
/** What is asked while events are told. */
export const QUERY = '{ flight(id: "F1") { id note } }';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key"])';
const NOTE = 'The seat map has changed. '.repeat(34);

/** The three subgraphs; `changes` yields once for each event. */
export function liveGraph(changes: () => AsyncIterable<unknown>): readonly LiveSubgraph[] {
  async function* seatChanged() {
    let sequence = 0;
    for await (const _ of changes()) {
      const seat = { __typename: 'Seat', id: String(sequence % 180) };
      sequence += 1;
      yield { seatChanged: { sequence, note: NOTE, seat, aircraft: { __typename: 'Aircraft', id: 'A1' } } };
    }
  }
  return [
    {
      name: 'flights',
      typeDefs: `${LINK}
        type Query { flight(id: ID!): Flight }
        type Flight { id: ID! note: String! }
        type Subscription { seatChanged(flight: ID!): SeatChange! }
        type SeatChange { sequence: Int! note: String! seat: Seat! aircraft: Aircraft! }
        type Seat @key(fields: "id") { id: ID! }
        type Aircraft @key(fields: "id") { id: ID! }`,
      resolvers: {
        Query: { flight: (_: unknown, { id }: { id: string }) => ({ id, note: NOTE }) },
        Subscription: { seatChanged: { subscribe: seatChanged } },
      },
    },
    {
      name: 'prices',
      typeDefs: `${LINK}
        type Seat @key(fields: "id") { id: ID! row: Int! price: Price }
        type Price { amountMinor: Int! currency: String! }`,
      resolvers: {
        Seat: {
          __resolveReference: ({ id }: { id: string }) => ({
            id,
            row: Number(id) % 30,
            price: { amountMinor: 4_900 + Number(id), currency: 'EUR' },
          }),
        },
      },
    },
    {
      name: 'fleet',
      typeDefs: `${LINK} type Aircraft @key(fields: "id") { id: ID! name: String }`,
      resolvers: { Aircraft: { __resolveReference: ({ id }: { id: string }) => ({ id, name: `Aircraft ${id}` }) } },
    },
  ];
}
