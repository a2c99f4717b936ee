import { batchByKey } from '@fleetgraph/kit/database/batch-by-key';
import { batchedReference } from '@fleetgraph/kit/graphql/reference';
import type { FleetContext } from '../context.js';
import { Product } from './product/product.entity.js';

/** How other subgraphs reach a product. */
export const productReference = batchedReference(async (products: readonly { id: string }[], { em }: FleetContext) => {
  const ids = products.map(({ id }) => id);
  return batchByKey(ids, await em.find(Product, { id: { $in: ids } }), ({ id }) => id);
});
