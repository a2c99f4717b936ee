import type { EntityManager } from '@mikro-orm/postgresql';
import { taxRateBps } from '../../catalogue/pricing/tax/tax-rate.js';
import type { Snapshot } from '../../catalogue/publish/snapshot.js';
import { requireRow } from '../../editing/edit-versioned.js';
import { Location } from '../../place/location.entity.js';
import { Product } from '../product/product.entity.js';
import type { ProductVariant } from './product-variant.entity.js';

/** What others learn of something that is sold. */
export async function describeProductVariant(em: EntityManager, variant: ProductVariant): Promise<Snapshot> {
  const shop = await requireRow(em, Location, variant.locationId);
  const product = await requireRow(em, Product, variant.productId);
  const { sku, productId, backorderLimit, currency, taxCategory } = variant;
  return {
    details: { case: 'productVariant', value: { sku, productId, backorder: backorderLimit > 0, backorderLimit } },
    pricing: {
      planId: variant.id,
      currency,
      taxCategory,
      taxRateBps: await taxRateBps(em, shop.country, taxCategory),
      terms: { unitMinor: variant.priceMinor },
    },
    words: [variant.title, sku, product.name, product.brand, shop.name],
    place: shop,
    facets: { country: shop.country, ...(product.brand === null ? {} : { brand: product.brand }) },
    endsAt: null,
  };
}
