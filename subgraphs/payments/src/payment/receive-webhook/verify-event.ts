import Stripe from 'stripe';

/** The bytes were not signed by the provider, or too long ago. */
export class SignatureRefused extends Error {
  constructor(options?: ErrorOptions) {
    super('The signature is missing, wrong or older than five minutes.', options);
  }
}

/** A request as it came. */
export interface SignedBody {
  readonly body: unknown;
  readonly signature: string | string[] | undefined;
  readonly secrets: readonly string[];
}

/** Longest age of a signature: what is older may be a replay. */
const TOLERANCE_S = 300;

/** The event in a signed body. Every secret is tried, so that the provider's can be rotated without a gap. */
export async function verifyEvent(
  { webhooks }: Stripe,
  { body, signature, secrets }: SignedBody,
): Promise<Stripe.Event> {
  if (!Buffer.isBuffer(body) || typeof signature !== 'string') throw new SignatureRefused();
  let cause: unknown;
  for (const secret of secrets) {
    try {
      return await webhooks.constructEventAsync(body, signature, secret, TOLERANCE_S);
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeSignatureVerificationError)) throw error;
      cause = error;
    }
  }
  throw new SignatureRefused({ cause });
}
