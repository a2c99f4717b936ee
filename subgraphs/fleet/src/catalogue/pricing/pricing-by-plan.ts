import type { EntityManager } from '@mikro-orm/postgresql';
import { requireRow } from '../../editing/edit-versioned.js';
import { RatePlan } from './rate-plan.entity.js';
import type { Pricing } from './rate-plan-message.js';
import { taxRateBps } from './tax/tax-rate.js';

/** The pricing of something by a shared plan, with the tax of its country. */
export async function pricingByPlan(em: EntityManager, ratePlanId: string, country: string): Promise<Pricing> {
  const { id, currency, taxCategory, terms } = await requireRow(em, RatePlan, ratePlanId);
  return { planId: id, currency, taxCategory, terms, taxRateBps: await taxRateBps(em, country, taxCategory) };
}
