/** How a test number behaves; the numbers and codes are Stripe's documented ones. */
export interface TestInstrument {
  type: 'card' | 'sepa_debit';
  brand: string;
  country: string;
  /** Refusal of the charge. */
  decline?: { code: string; declineCode?: string; message: string };
  /** Whether the bank wants to see the customer first. */
  isChallenged?: boolean;
  /** What follows after the money was taken. */
  aftermath?: 'disputed' | 'refund_pending' | 'refund_fails';
  /** Bank debits are decided later. */
  settlesLater?: 'succeeds' | 'fails';
}

const visa = { type: 'card', brand: 'visa', country: 'US' } as const;
const mastercard = { type: 'card', brand: 'mastercard', country: 'US' } as const;
const sepa = { type: 'sepa_debit', brand: 'sepa_debit', country: 'AT' } as const;

function declined(declineCode: string, message = 'Your card was declined.') {
  return { code: 'card_declined', declineCode, message };
}

const insufficientFunds = declined('insufficient_funds', 'Your card has insufficient funds.');

/** The test numbers, without spaces. */
export const TEST_INSTRUMENTS: Readonly<Record<string, TestInstrument>> = {
  '4242424242424242': visa,
  '4000056655665556': visa,
  '5555555555554444': mastercard,
  '378282246310005': { ...visa, brand: 'amex' },
  '4000002760000016': { ...visa, country: 'DE' },
  '4000000000000002': { ...visa, decline: declined('generic_decline') },
  '4000000000009995': { ...visa, decline: insufficientFunds },
  '4000000000009987': { ...visa, decline: declined('lost_card') },
  '4000000000009979': { ...visa, decline: declined('stolen_card') },
  '4000000000000069': { ...visa, decline: { code: 'expired_card', message: 'Your card has expired.' } },
  '4000000000000127': {
    ...visa,
    decline: { code: 'incorrect_cvc', message: "Your card's security code is incorrect." },
  },
  '4000000000000119': {
    ...visa,
    decline: {
      code: 'processing_error',
      message: 'An error occurred while processing your card. Try again in a little bit.',
    },
  },
  '4000002500003155': { ...visa, isChallenged: true },
  '4000002760003184': { ...visa, country: 'DE', isChallenged: true },
  '4000000000003220': { ...visa, isChallenged: true },
  '4000008260003178': { ...visa, country: 'GB', isChallenged: true, decline: insufficientFunds },
  '4000008400001629': { ...visa, isChallenged: true, decline: declined('generic_decline') },
  '4000000000000259': { ...visa, aftermath: 'disputed' },
  '4000000000007726': { ...visa, aftermath: 'refund_pending' },
  '4000000000005126': { ...visa, aftermath: 'refund_fails' },
  AT611904300234573201: { ...sepa, settlesLater: 'succeeds' },
  AT861904300235473202: { ...sepa, settlesLater: 'fails' },
};

/** Payment methods that stand ready under a name, so that a number need not be sent. */
export const NAMED_METHODS: Readonly<Record<string, string>> = {
  pm_card_visa: '4242424242424242',
  pm_card_mastercard: '5555555555554444',
  pm_card_amex: '378282246310005',
  pm_card_visa_chargeDeclined: '4000000000000002',
  pm_card_chargeDeclined: '4000000000000002',
  pm_card_visa_chargeDeclinedInsufficientFunds: '4000000000009995',
  pm_card_chargeDeclinedInsufficientFunds: '4000000000009995',
  pm_card_chargeDeclinedExpiredCard: '4000000000000069',
  pm_card_chargeDeclinedIncorrectCvc: '4000000000000127',
  pm_card_chargeDeclinedProcessingError: '4000000000000119',
  pm_card_authenticationRequired: '4000002760003184',
  pm_card_authenticationRequiredOnSetup: '4000002500003155',
  pm_card_threeDSecureRequired: '4000000000003220',
  pm_card_createDispute: '4000000000000259',
};
