import type { SubgraphContext } from '@fleetgraph/kit/graphql/context';
import type { SubgraphRuntime } from '@fleetgraph/kit/graphql/runtime';
import { type PaymentsOptions, paymentsOptions } from './config.js';
import { type PaymentProvider, providerOf } from './payment/provider/provider.js';

/** What a resolver of payments receives. */
export interface PaymentsContext extends SubgraphContext {
  readonly provider: PaymentProvider;
  readonly options: PaymentsOptions;
}

/** Adds the provider and the settings for documents. */
export const createPaymentsContext = (base: SubgraphContext, { options }: SubgraphRuntime): PaymentsContext => ({
  ...base,
  provider: providerOf(options),
  options: paymentsOptions(options),
});
