import { cardError, invalidRequest, noSuch } from '../api/stripe-fault.js';
import { newId, nowInSeconds } from '../new-id.js';
import type { PaymentMethod } from '../objects.js';
import type { Sandbox } from '../sandbox.js';

import { NAMED_METHODS, TEST_INSTRUMENTS, type TestInstrument } from './test-cards.js';

/** What a caller says about a card or bank account. */
export interface PaymentMethodData {
  type: 'card' | 'sepa_debit';
  card?: { number: string; exp_month: number; exp_year: number; cvc?: string | undefined } | undefined;
  sepa_debit?: { iban: string } | undefined;
}

/** How a stored payment method behaves. */
export function behaviourOf({ store }: Sandbox, method: PaymentMethod): TestInstrument {
  const instrument = TEST_INSTRUMENTS[store.get('test_number', method.id)?.number ?? ''];
  if (instrument === undefined) throw noSuch('payment_method', method.id);
  return instrument;
}

/** Finds a payment method by its id, or by one of the names that stand for test cards. */
export function findPaymentMethod(sandbox: Sandbox, id: string): PaymentMethod {
  const named = NAMED_METHODS[id];
  if (named !== undefined) return addPaymentMethod(sandbox, cardData(named));
  const stored = sandbox.store.get('payment_method', id);
  if (stored === undefined) throw noSuch('PaymentMethod', id);
  return stored;
}

function cardData(number: string): PaymentMethodData {
  return { type: 'card', card: { number, exp_month: 12, exp_year: new Date().getUTCFullYear() + 3, cvc: '123' } };
}

/** Stores a card or bank account after the checks that need no bank. */
export function addPaymentMethod(sandbox: Sandbox, data: PaymentMethodData): PaymentMethod {
  const number = (data.type === 'card' ? data.card?.number : data.sepa_debit?.iban)?.replace(/[\s-]/g, '');
  if (number === undefined || number === '') {
    throw invalidRequest(`Missing required param: payment_method_data[${data.type}].`, {
      param: `payment_method_data[${data.type}]`,
      code: 'parameter_missing',
    });
  }
  if (data.type === 'card') checkCard(number, data.card);
  const instrument = TEST_INSTRUMENTS[number];
  if (instrument === undefined) {
    throw cardError({
      code: 'card_declined',
      decline_code: 'test_mode_live_card',
      message: 'Your card was declined. Your request was in test mode, but used a non test card.',
    });
  }
  const method = sandbox.store.put('payment_method', describe(data, number, instrument));
  sandbox.store.put('test_number', { id: method.id, number });
  return method;
}

function describe({ type, card }: PaymentMethodData, number: string, instrument: TestInstrument): PaymentMethod {
  const last4 = number.slice(-4);
  const shown = { brand: instrument.brand, country: instrument.country, last4 };
  return {
    id: newId('pm'),
    object: 'payment_method',
    created: nowInSeconds(),
    customer: null,
    livemode: false,
    metadata: {},
    type,
    ...(type === 'card' && card !== undefined
      ? { card: { ...shown, exp_month: card.exp_month, exp_year: card.exp_year } }
      : { sepa_debit: { last4 } }),
  };
}

function checkCard(number: string, card: PaymentMethodData['card']): void {
  if (!/^\d{12,19}$/.test(number) || !hasCheckDigit(number)) {
    throw cardError({ code: 'incorrect_number', message: 'Your card number is incorrect.', param: 'number' });
  }
  const { exp_month: month = 0, exp_year: year = 0, cvc } = card ?? {};
  const now = new Date();
  if (!(month >= 1 && month <= 12)) {
    throw cardError({
      code: 'invalid_expiry_month',
      message: "Your card's expiration month is invalid.",
      param: 'exp_month',
    });
  }
  const monthsLeft = (year - now.getUTCFullYear()) * 12 + month - (now.getUTCMonth() + 1);
  if (monthsLeft < 0 || monthsLeft > 600) {
    throw cardError({
      code: 'invalid_expiry_year',
      message: "Your card's expiration year is invalid.",
      param: 'exp_year',
    });
  }
  if (cvc !== undefined && !/^\d{3,4}$/.test(cvc)) {
    throw cardError({ code: 'invalid_cvc', message: "Your card's security code is invalid.", param: 'cvc' });
  }
}

/** ISO/IEC 7812-1, annex B. */
function hasCheckDigit(number: string): boolean {
  const digits = [...number].reverse().map(Number);
  const sum = digits.reduce((total, digit, place) => {
    const weighted = place % 2 === 1 ? digit * 2 : digit;
    return total + (weighted > 9 ? weighted - 9 : weighted);
  }, 0);
  return sum % 10 === 0;
}
