/**
 * The field's standard benchmark for federation routers, rebuilt: accounts, inventory, products and reviews, and one deep
 * query that goes round between them. The texts of reviews and the names hold the marker that `varying` replaces.
 */
export const VARYING_MARKER = '~~';

/** Query, 1 KB in, about 88 KB out. */
export const DEEP_QUERY = `
query TestQuery {
  users { ...User reviews { ...Review product { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } } } }
  topProducts { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } }
}
fragment User on User { id username name }
fragment Review on Review { id body }
fragment Product on Product { inStock name price shippingEstimate upc weight }`;

/** One fetch, about 200 bytes out. */
export const SMALL_QUERY = '{ topProducts(first: 2) { upc name price weight } }';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key", "@external", "@requires", "@provides", "@shareable"])`;

/** One subgraph: its schema and how it answers. */
export interface BenchmarkSubgraph {
  readonly name: string;
  readonly typeDefs: string;
  readonly resolvers: Readonly<Record<string, Readonly<Record<string, (source: never, args: never) => unknown>>>>;
}

interface Named {
  readonly id: string;
}
interface Priced {
  readonly upc: string;
  readonly price?: number;
  readonly weight?: number;
}

const USERS = Array.from({ length: 6 }, (_, index) => ({
  id: String(index + 1),
  name: `${VARYING_MARKER} User Number ${index + 1}`,
  username: `user-number-${index + 1}`,
  birthday: 1990 + index,
}));

const PRODUCTS = Array.from({ length: 9 }, (_, index) => ({
  upc: String(index + 1),
  name: `${VARYING_MARKER} Product of some length, number ${index + 1}`,
  price: 899 + 7 * index,
  weight: 100 + 50 * index,
}));

const OPINIONS = [
  'I love it: it does what it should.',
  'Too expensive for what it is.',
  'Could be better, could be worse.',
];

/** Each user writes of some products that are on top, the first one most, as in the demonstrations that this grew from. */
const REVIEWS = USERS.flatMap(({ id: authorId }, user) =>
  [0, user % 5, (user + 2) % 5].map((product, turn) => ({
    id: String(user * 3 + turn + 1),
    authorId,
    upc: PRODUCTS[product]?.upc ?? '1',
    body: `${VARYING_MARKER} ${OPINIONS[turn]}`,
  })),
);

type Review = (typeof REVIEWS)[number];

const byId = ({ id }: Named) => USERS.find((user) => user.id === id);
const byUpc = ({ upc }: Priced) => PRODUCTS.find((product) => product.upc === upc);

/** The four subgraphs. */
export const BENCHMARK_SUBGRAPHS: readonly BenchmarkSubgraph[] = [
  {
    name: 'accounts',
    typeDefs: `${LINK}
      type Query { me: User user(id: ID!): User users: [User] }
      type User @key(fields: "id") { id: ID! name: String username: String @shareable birthday: Int }`,
    resolvers: {
      Query: { me: () => USERS[0], user: (_: never, { id }: Named) => byId({ id }), users: () => USERS },
      User: { __resolveReference: (user: Named) => byId(user) },
    },
  },
  {
    name: 'inventory',
    typeDefs: `${LINK}
      type Product @key(fields: "upc") {
        upc: String! weight: Int @external price: Int @external
        inStock: Boolean shippingEstimate: Int @requires(fields: "price weight")
      }`,
    resolvers: {
      Product: {
        __resolveReference: (product: Priced) => product,
        inStock: ({ upc }: Priced) => Number(upc) % 3 !== 0,
        shippingEstimate: ({ price = 0, weight = 0 }: Priced) => (price > 1_000 ? 0 : Math.round(weight / 2)),
      },
    },
  },
  {
    name: 'products',
    typeDefs: `${LINK}
      type Query { topProducts(first: Int = 5): [Product] }
      type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }`,
    resolvers: {
      Query: { topProducts: (_: never, { first }: { first: number }) => PRODUCTS.slice(0, first) },
      Product: { __resolveReference: (product: Priced) => byUpc(product) },
    },
  },
  {
    name: 'reviews',
    typeDefs: `${LINK}
      type Review @key(fields: "id") { id: ID! body: String product: Product author: User @provides(fields: "username") }
      type User @key(fields: "id") { id: ID! username: String @external reviews: [Review] }
      type Product @key(fields: "upc") { upc: String! reviews: [Review] }`,
    resolvers: {
      Review: {
        __resolveReference: ({ id }: Named) => REVIEWS.find((review) => review.id === id),
        author: ({ authorId }: Review) => ({
          __typename: 'User',
          id: authorId,
          username: byId({ id: authorId })?.username,
        }),
        product: ({ upc }: Review) => ({ __typename: 'Product', upc }),
      },
      User: {
        __resolveReference: (user: Named) => user,
        reviews: ({ id }: Named) => REVIEWS.filter((one) => one.authorId === id),
      },
      Product: {
        __resolveReference: (product: Priced) => product,
        reviews: ({ upc }: Priced) => REVIEWS.filter((review) => review.upc === upc),
      },
    },
  },
];
