import { batchByKey, groupByKey } from '@fleetgraph/kit/database/batch-by-key';
import { sqlAll } from '@fleetgraph/kit/database/sql';
import { batchedLoader } from '@fleetgraph/kit/graphql/batched-loader';
import { CacheControl, RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { Money } from '@fleetgraph/kit/graphql/money.type';
import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { FleetContext } from '../context.js';
import type { Location } from '../place/location.entity.js';
import { requireLocation } from '../place/location.loader.js';
import { LocationType } from '../place/location.type.js';
import { Product } from './product/product.entity.js';
import { ProductType, ProductVariantType, StockLevelType } from './product.type.js';
import { saleable } from './stock/stock-effect.js';
import { ProductVariant } from './variant/product-variant.entity.js';

interface LevelRow {
  readonly variant_id: string;
  readonly location_id: string;
  readonly on_hand: number;
  readonly allocated: number;
}

const loadProduct = batchedLoader<string, Product | undefined, FleetContext>(async (ids, { em }) =>
  batchByKey(ids, await em.find(Product, { id: { $in: [...ids] } }), ({ id }) => id),
);
const loadVariants = batchedLoader<string, ProductVariant[], FleetContext>(async (ids, { em }) => {
  const variants = await em.find(
    ProductVariant,
    { productId: { $in: [...ids] }, retiredAt: null },
    { orderBy: { sku: 'asc' } },
  );
  return groupByKey(ids, variants, ({ productId }) => productId);
});
const loadLevels = batchedLoader<string, LevelRow[], FleetContext>(async (ids, { em }) => {
  const rows = await sqlAll<LevelRow>(em, 'select * from stock_level where variant_id = any($1) order by location_id', [
    ids,
  ]);
  return groupByKey(ids, rows, ({ variant_id }) => variant_id);
});

/** Reads goods. */
@Resolver()
export class ProductQuery {
  @Query(() => ProductVariantType, { nullable: true, description: 'What has this SKU; null: nothing.' })
  product(
    @Arg('sku', () => String, { description: 'Stock keeping unit.' }) sku: string,
    @Ctx() { em }: FleetContext,
  ): Promise<ProductVariant | null> {
    return em.findOne(ProductVariant, { sku });
  }
}

/** Fields of a variant that are computed or read from elsewhere. */
@Resolver(() => ProductVariantType)
export class ProductVariantFields {
  @FieldResolver(() => ProductType, { description: 'What it is a variant of.' })
  product(@Root() { productId }: ProductVariant, @Ctx() context: FleetContext): Promise<Product | undefined> {
    return loadProduct(context, productId);
  }

  @CacheControl({ inheritMaxAge: true })
  @FieldResolver(() => Money, { description: 'Price of one piece with tax.' })
  listPrice(@Root() { priceMinor, currency }: ProductVariant): Money {
    return new Money(priceMinor, currency);
  }

  @RequiresScopes('fleet:read')
  @FieldResolver(() => [StockLevelType], {
    description: 'How much of it is where, for staff; what can be bought is said by `offers`.',
  })
  async stock(@Root() { id }: ProductVariant, @Ctx() context: FleetContext): Promise<unknown> {
    const levels = await loadLevels(context, id);
    return levels.map(({ location_id: locationId, on_hand: onHand, allocated }) => ({
      locationId,
      onHand,
      allocated,
      saleable: saleable({ onHand, allocated }),
    }));
  }
}

/** Fields of a stock level that are read from elsewhere. */
@Resolver(() => StockLevelType)
export class StockLevelFields {
  @FieldResolver(() => LocationType, { description: 'The place.' })
  location(@Root() { locationId }: { locationId: string }, @Ctx() context: FleetContext): Promise<Location> {
    return requireLocation(context, locationId);
  }
}

/** Fields of a product that are read from elsewhere. */
@Resolver(() => ProductType)
export class ProductFields {
  @FieldResolver(() => [ProductVariantType], { description: 'What it comes in; retired variants are left out.' })
  variants(@Root() { id }: Product, @Ctx() context: FleetContext): Promise<ProductVariant[]> {
    return loadVariants(context, id);
  }
}
