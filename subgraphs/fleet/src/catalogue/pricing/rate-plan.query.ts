import { batchByKey } from '@fleetgraph/kit/database/batch-by-key';
import { batchedLoader } from '@fleetgraph/kit/graphql/batched-loader';
import { CacheControl, RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { FleetContext } from '../../context.js';
import { BikeType } from '../../vehicle/bike/bike.type.js';
import { CarClassType } from '../../vehicle/car-class/car-class.type.js';
import { RatePlan } from './rate-plan.entity.js';
import { RatePlanType } from './rate-plan.type.js';
import { DayTerms, UsageTerms } from './rate-terms.js';

const loadPlan = batchedLoader<string, RatePlan | undefined, FleetContext>(async (ids, { em }) =>
  batchByKey(ids, await em.find(RatePlan, { id: { $in: [...ids] } }), ({ id }) => id),
);

/** Reads rate plans. */
@Resolver(() => RatePlanType)
export class RatePlanQuery {
  @RequiresScopes('fleet:read')
  @Query(() => RatePlanType, { nullable: true, description: 'One rate plan by its code; null: there is none.' })
  ratePlan(
    @Arg('code', () => String, { description: 'Its code.' }) code: string,
    @Ctx() { em }: FleetContext,
  ): Promise<RatePlan | null> {
    return em.findOne(RatePlan, { code });
  }

  @CacheControl({ inheritMaxAge: true })
  @FieldResolver(() => UsageTerms, { nullable: true, description: 'Price by use; null: priced otherwise.' })
  usage(@Root() { terms }: RatePlan): UsageTerms | null {
    return terms.usage ?? null;
  }

  @CacheControl({ inheritMaxAge: true })
  @FieldResolver(() => DayTerms, { nullable: true, description: 'Price by days; null: priced otherwise.' })
  day(@Root() { terms }: RatePlan): DayTerms | null {
    return terms.day ?? null;
  }
}

/** The plan of a car class. */
@Resolver(() => CarClassType)
export class CarClassRatePlan {
  @FieldResolver(() => RatePlanType, { description: 'How it is priced.' })
  ratePlan(
    @Root() { ratePlanId }: { ratePlanId: string },
    @Ctx() context: FleetContext,
  ): Promise<RatePlan | undefined> {
    return loadPlan(context, ratePlanId);
  }
}

/** The plan of a bike. */
@Resolver(() => BikeType)
export class BikeRatePlan {
  @FieldResolver(() => RatePlanType, { description: 'How it is priced.' })
  ratePlan(
    @Root() { ratePlanId }: { ratePlanId: string },
    @Ctx() context: FleetContext,
  ): Promise<RatePlan | undefined> {
    return loadPlan(context, ratePlanId);
  }
}
