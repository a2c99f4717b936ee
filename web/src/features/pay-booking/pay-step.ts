/** Where a booking stands on its way to being paid. */
export type PayStep = 'pay' | 'declined' | 'waiting' | 'paid' | 'gone';

interface Payable {
  state: string;
  payments: readonly { state: string }[] | null;
}

const PAID = ['CONFIRMED', 'IN_USE', 'COMPLETED', 'PARTIALLY_CONFIRMED', 'PARTIALLY_CANCELLED'];
const GONE = ['EXPIRED', 'CANCELLED', 'FAILED', 'NO_SHOW'];
const WITH_PROVIDER = ['PROCESSING', 'REQUIRES_CAPTURE', 'SUCCEEDED'];

/**
 * Reads the step from what the server says; `redirectStatus` is the provider's word on the way back,
 * good for "declined", never for "paid".
 */
export function payStep({ state, payments }: Payable, redirectStatus: string | null): PayStep {
  if (PAID.includes(state)) return 'paid';
  if (GONE.includes(state)) return 'gone';
  if (payments?.some((payment) => WITH_PROVIDER.includes(payment.state))) return 'waiting';
  if (redirectStatus === 'succeeded') return 'waiting';
  return redirectStatus === 'failed' ? 'declined' : 'pay';
}

/** The address of the provider's own card form; card numbers never touch this app. */
export function cardFormAddress(secrets: { clientSecret: string; publishableKey: string }, returnUrl: string): string {
  const parameters = new URLSearchParams({
    client_secret: secrets.clientSecret,
    publishable_key: secrets.publishableKey,
    return_url: returnUrl,
  });
  return `/sandbox/pay?${parameters}`;
}
