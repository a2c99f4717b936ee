import { onConstraint } from '@fleetgraph/kit/database/on-constraint';
import { transact } from '@fleetgraph/kit/database/transact';
import type { EntityManager } from '@mikro-orm/postgresql';
import { pictureOf } from '../../catalogue/media/picture.js';
import type { TaxCategory } from '../../catalogue/pricing/tax/tax-category.js';
import { publishBookables } from '../../catalogue/publish/publish-bookables.js';
import { assignGiven, type Edited, editVersioned, requireRow } from '../../editing/edit-versioned.js';
import { faultUnless, refuseFaults } from '../../editing/refuse-faults.js';
import { SupplyDuplicate } from '../../editing/supply.errors.js';
import { Location, LocationKind } from '../../place/location.entity.js';
import { Product } from '../product/product.entity.js';
import { ProductVariant } from './product-variant.entity.js';

/** A variant to add. */
export interface NewProductVariant {
  readonly productId: string;
  readonly sku: string;
  readonly title: string;
  readonly locationId: string;
  readonly priceMinor: bigint;
  readonly currency: string;
  readonly taxCategory: TaxCategory;
  readonly backorderLimit: number;
}

/** What can be edited of a variant. */
export interface ProductVariantEdit extends Edited {
  readonly title?: string | null;
  readonly priceMinor?: bigint | null;
  readonly backorderLimit?: number | null;
}

/** Adds something that is sold from a shop. */
export async function addProductVariant(em: EntityManager, given: NewProductVariant): Promise<ProductVariant> {
  checkVariant(given);
  const { sku, title } = given;
  const variant = Object.assign(new ProductVariant(), {
    ...given,
    media: [pictureOf('product', sku, `${title}, in its box`)],
  });
  return transact(em, async (tx) => {
    await requireRow(tx, Product, given.productId);
    const shop = await requireRow(tx, Location, given.locationId);
    const sells = shop.kind === LocationKind.SHOP || shop.kind === LocationKind.BRANCH;
    refuseFaults([faultUnless(sells, 'locationId', 'Goods are sold by shops and branches.')]);
    tx.persist(variant);
    await publishBookables(tx, [variant]);
    return variant;
  }).catch(onConstraint({ product_variant_sku_key: () => new SupplyDuplicate('sku', sku) }));
}

/** Edits something that is sold. */
export function editProductVariant(
  em: EntityManager,
  { id, expectedVersion, ...given }: ProductVariantEdit,
): Promise<ProductVariant> {
  return editVersioned(em, { entity: ProductVariant, id, expectedVersion }, async (variant, tx) => {
    assignGiven<ProductVariant>(variant, Object.fromEntries(Object.entries(given)));
    checkVariant(variant);
    await publishBookables(tx, [variant]);
  });
}

/** In minor units: low enough that baskets and ledgers can add up many of them. */
const MAX_PRICE_MINOR = 1_000_000_000_000n;

function checkVariant({ sku, title, priceMinor, backorderLimit }: NewProductVariant | ProductVariant): void {
  refuseFaults([
    faultUnless(
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(sku),
      'sku',
      'A SKU has letters, digits, dots and dashes, at most 64.',
    ),
    faultUnless(title.trim() !== '', 'title', 'A title is not empty.'),
    faultUnless(priceMinor >= 0n, 'priceMinor', 'A price is not negative.'),
    faultUnless(priceMinor <= MAX_PRICE_MINOR, 'priceMinor', `A price is at most ${MAX_PRICE_MINOR} minor units.`),
    faultUnless(backorderLimit >= 0, 'backorderLimit', 'A limit is not negative.'),
  ]);
}
