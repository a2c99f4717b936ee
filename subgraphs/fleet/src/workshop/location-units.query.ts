import { groupByKey } from '@fleetgraph/kit/database/batch-by-key';
import { batchedLoader } from '@fleetgraph/kit/graphql/batched-loader';
import { RequiresScopes } from '@fleetgraph/kit/graphql/directives';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { FleetContext } from '../context.js';
import type { Location } from '../place/location.entity.js';
import { LocationType } from '../place/location.type.js';
import { Bay } from './units/bay.entity.js';
import { Technician } from './units/technician.entity.js';
import { BayType, TechnicianType } from './workshop.type.js';

const loadBays = batchedLoader<string, Bay[], FleetContext>(async (ids, { em }) => {
  const bays = await em.find(Bay, { locationId: { $in: [...ids] }, retiredAt: null }, { orderBy: { name: 'asc' } });
  return groupByKey(ids, bays, ({ locationId }) => locationId);
});
const loadTechnicians = batchedLoader<string, Technician[], FleetContext>(async (ids, { em }) => {
  const technicians = await em.find(Technician, { locationId: { $in: [...ids] }, retiredAt: null });
  return groupByKey(ids, technicians, ({ locationId }) => locationId);
});

/** What a workshop consists of. */
@Resolver(() => LocationType)
export class LocationUnits {
  @RequiresScopes('fleet:read')
  @FieldResolver(() => [BayType], { description: 'Bays of a workshop, for staff; empty for other places.' })
  bays(@Root() { id }: Location, @Ctx() context: FleetContext): Promise<Bay[]> {
    return loadBays(context, id);
  }

  @RequiresScopes('fleet:read')
  @FieldResolver(() => [TechnicianType], {
    description: 'Technicians of a workshop, for staff; empty for other places.',
  })
  technicians(@Root() { id }: Location, @Ctx() context: FleetContext): Promise<Technician[]> {
    return loadTechnicians(context, id);
  }
}
