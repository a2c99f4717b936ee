import { transact } from '@fleetgraph/kit/database/transact';
import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { refuseFaults } from '../../../editing/refuse-faults.js';
import { SupplyVersionStale } from '../../../editing/supply.errors.js';
import { termsFaults } from '../check-terms.js';
import { RatePlan } from '../rate-plan.entity.js';
import type { DayTerms, UsageTerms } from '../rate-terms.js';
import { republishPlan } from '../republish.js';
import type { TaxCategory } from '../tax/tax-category.js';

/** A plan as staff write it. */
export interface SavedRatePlan {
  readonly code: string;
  readonly name: string;
  readonly currency: string;
  readonly taxCategory: TaxCategory;
  readonly usage?: UsageTerms | null;
  readonly day?: DayTerms | null;
  readonly expectedVersion?: number | null;
}

/** Adds a plan or, when its code exists, replaces it; what it prices is told anew. */
export async function saveRatePlan(
  em: EntityManager,
  { usage, day, expectedVersion, ...given }: SavedRatePlan,
): Promise<RatePlan> {
  const terms = { usage: usage ?? null, day: day ?? null };
  refuseFaults(termsFaults(terms));
  return transact(em, async (tx) => {
    const existing = await tx.findOne(RatePlan, { code: given.code }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (existing !== null && existing.version !== expectedVersion) throw new SupplyVersionStale(existing.version);
    const plan = existing ?? new RatePlan();
    Object.assign(plan, { ...given, terms });
    if (existing !== null) plan.version += 1;
    tx.persist(plan);
    await tx.flush();
    await republishPlan(tx, plan.id);
    return plan;
  });
}
