/** What `startPayment` answers for the provider's client library. */
export interface PaymentKeys {
  readonly clientSecret: string;
  readonly publishableKey: string;
}

/** How the provider answered a card. */
export interface CardAnswer {
  /** State of the payment in the provider's words; undefined when the card was refused. */
  readonly status?: string;
  /** Why the card was refused: `generic_decline` … */
  readonly declineCode?: string;
}

/** Numbers of test cards, as the provider documents them. */
export const TEST_CARDS = {
  works: '4242424242424242',
  declined: '4000000000000002',
} as const;

/** Sends a card to the provider as its browser library does: publishable key and client secret, never through us. */
export async function payByCard(
  origin: string,
  { clientSecret, publishableKey }: PaymentKeys,
  number: string,
): Promise<CardAnswer> {
  const [intent = ''] = clientSecret.split('_secret_');
  const form = new URLSearchParams({
    key: publishableKey,
    client_secret: clientSecret,
    'payment_method_data[type]': 'card',
    'payment_method_data[card][number]': number,
    'payment_method_data[card][exp_month]': '12',
    'payment_method_data[card][exp_year]': '2034',
    'payment_method_data[card][cvc]': '123',
  });
  const answer = await fetch(`${origin}/sandbox/v1/payment_intents/${intent}/confirm`, { method: 'POST', body: form });
  // The provider's documented shape.
  const body = (await answer.json()) as { status?: string; error?: { code?: string; decline_code?: string } };
  const declineCode = body.error?.decline_code ?? body.error?.code;
  return {
    ...(body.status === undefined ? {} : { status: body.status }),
    ...(declineCode === undefined ? {} : { declineCode }),
  };
}
