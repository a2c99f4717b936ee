import { GraphError } from '@fleetgraph/kit/graphql/graph-error';
import Stripe from 'stripe';

/** The provider is still busy with the same request, or wants fewer of them. */
const BUSY: ReadonlySet<number> = new Set([409, 429]);

/** Tells a caller that the provider does not answer; with the same key the same may be asked again, so it is retryable. */
export function tellProviderAway(cause: unknown): never {
  if (!isAway(cause)) throw cause;
  const message = 'The payment provider does not answer: send the same request again in a moment.';
  throw new GraphError('SUBGRAPH_UNAVAILABLE', message, { retryable: true });
}

function isAway(cause: unknown): boolean {
  if (!(cause instanceof Stripe.errors.StripeError)) return false;
  const { statusCode } = cause;
  return statusCode === undefined || statusCode >= 500 || BUSY.has(statusCode);
}
