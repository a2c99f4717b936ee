/** A page of the benchmark's graph that needs all four subgraphs, two of them at two depths. */
export const PAGE = `query Page {
  me { id username reviews { id body product { upc name inStock } } }
  users { id name }
  topProducts(first: 3) { upc name price inStock reviews { id body author { id name } } }
}`;

/** What the absence of each subgraph costs of it: fields by their path, list indexes left out. */
export const COSTS: Readonly<Record<string, ReadonlySet<string>>> = {
  accounts: new Set(['me', 'users', 'topProducts.reviews.author.name']),
  inventory: new Set(['me.reviews.product.inStock', 'topProducts.inStock']),
  products: new Set(['topProducts', 'me.reviews.product.name']),
  reviews: new Set(['me.reviews', 'topProducts.reviews']),
};
