import { onConstraint } from '@fleetgraph/kit/database/on-constraint';
import { transact } from '@fleetgraph/kit/database/transact';
import type { EntityManager } from '@mikro-orm/postgresql';
import { publishBookables } from '../../catalogue/publish/publish-bookables.js';
import { assignGiven, type Edited, editVersioned } from '../../editing/edit-versioned.js';
import { faultUnless, refuseFaults } from '../../editing/refuse-faults.js';
import { SupplyDuplicate } from '../../editing/supply.errors.js';
import { ProductVariant } from '../variant/product-variant.entity.js';
import { Product } from './product.entity.js';

/** What is said of a product. */
export interface ProductFacts {
  readonly name: string;
  readonly brand?: string | null;
}

const nameTaken = (name: string) => onConstraint({ product_name_key: () => new SupplyDuplicate('name', name) });

/** Adds a product; its variants are what is sold. */
export async function addProduct(em: EntityManager, { name, brand }: ProductFacts): Promise<Product> {
  refuseFaults([faultUnless(name.trim() !== '', 'name', 'A name is not empty.')]);
  return transact(em, async (tx) => {
    const product = Object.assign(new Product(), { name, brand: brand ?? null });
    tx.persist(product);
    await tx.flush();
    return product;
  }).catch(nameTaken(name));
}

/** Edits a product; its variants are found by the new words. */
export function editProduct(
  em: EntityManager,
  { id, expectedVersion, ...given }: Edited & { name?: string | null; brand?: string | null },
): Promise<Product> {
  return editVersioned(em, { entity: Product, id, expectedVersion }, async (product, tx) => {
    assignGiven<Product>(product, Object.fromEntries(Object.entries(given)));
    refuseFaults([faultUnless(product.name.trim() !== '', 'name', 'A name is not empty.')]);
    const variants = await tx.find(ProductVariant, { productId: id, retiredAt: null });
    for (const variant of variants) variant.version += 1;
    await publishBookables(tx, variants);
  }).catch(nameTaken(given.name ?? ''));
}
