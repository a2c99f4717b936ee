import type { SubgraphOptions } from '@fleetgraph/kit/config/subgraph-options';
import Stripe from 'stripe';
import { type PaymentsOptions, paymentsOptions } from '../../config.js';
import type { OpenedIntent } from './intent.js';

/** The payment provider as this process reaches it. */
export interface PaymentProvider {
  readonly client: Stripe;
  /** Public by nature: the browser's key at the provider. */
  readonly publishableKey: string;
  /** Creations under way, by payment: tabs of one customer that arrive together share one call. */
  readonly opening: Map<string, Promise<OpenedIntent>>;
}

/** Longest wait for one answer of the provider; a lost answer is repaired by asking again with the same key. */
const TIMEOUT_MS = 10_000;

const providers = new WeakMap<SubgraphOptions, PaymentProvider>();

/** The provider of a running subgraph: one client, and so one connection pool, per set of options. */
export function providerOf(options: SubgraphOptions): PaymentProvider {
  let provider = providers.get(options);
  if (provider === undefined) {
    provider = connectProvider(paymentsOptions(options));
    providers.set(options, provider);
  }
  return provider;
}

function connectProvider({ stripe: { secretKey, publishableKey, ...address } }: PaymentsOptions): PaymentProvider {
  const client = new Stripe(secretKey, {
    ...address,
    timeout: TIMEOUT_MS,
    maxNetworkRetries: 2,
    telemetry: false,
  });
  return { client, publishableKey, opening: new Map() };
}
