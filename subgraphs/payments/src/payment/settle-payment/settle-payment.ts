import { transact } from '@fleetgraph/kit/database/transact';
import type { EntityManager } from '@mikro-orm/postgresql';
import { lockPayment } from '../find-payment/lock-payment.js';
import { Payment } from '../payment.entity.js';
import { PaymentState, type TransitionCause } from '../payment-state.js';
import { cancelIntent, captureIntent, createIntent, type IntentSnapshot, readIntent } from '../provider/intent.js';
import type { PaymentProvider } from '../provider/provider.js';
import { adoptIntent } from './adopt-intent.js';

/** Which payment, and what made us look. */
export interface PaymentToSettle {
  readonly paymentId: string;
  readonly cause: TransitionCause;
}

type Step = 'LOOK' | 'CAPTURE' | 'VOID';

/** Bounds the steps of one run; a state that keeps moving is looked at again by the job's next attempt. */
const MAX_STEPS = 8;

/**
 * Brings a payment to where it belongs, from wherever it was left: opens it at the provider if that answer was lost,
 * takes over the provider's state, then captures or voids as the booking wants. Safe to repeat and to run in parallel.
 */
export async function settlePayment(
  em: EntityManager,
  provider: PaymentProvider,
  { paymentId, cause }: PaymentToSettle,
) {
  let step: Step | undefined = 'LOOK';
  for (let count = 1; step !== undefined; count++) {
    if (count > MAX_STEPS) throw new Error(`Payment ${paymentId} kept moving while it was settled.`);
    step = await takeStep(em, provider, { paymentId, cause, step });
  }
}

async function takeStep(
  em: EntityManager,
  provider: PaymentProvider,
  { paymentId, cause, step }: PaymentToSettle & { step: Step },
): Promise<Step | undefined> {
  const payment = await em.fork().findOneOrFail(Payment, paymentId);
  const snapshot = payment.amountMinor === 0n ? withoutProvider(payment, step) : await ask(provider, payment, step);
  return transact(em, async (tx) => {
    const isAdopted = await adoptIntent(tx, { paymentId, seenVersion: payment.version, snapshot, cause });
    // A repeated creation answers as the first one did: only a fresh look tells what has happened since.
    return isAdopted && !isUnopened(payment) ? nextStep(tx, paymentId) : 'LOOK';
  });
}

/** Decides under the lock; the amount to take is fixed and committed before the provider hears of it. */
async function nextStep(tx: EntityManager, paymentId: string): Promise<Step | undefined> {
  const { booking, payment } = await lockPayment(tx, paymentId);
  const goal = payment.goalFor(booking);
  if (goal === 'CAPTURE') payment.beginCapture(booking.chargeMinor);
  return goal === 'WAIT' ? undefined : goal;
}

const isUnopened = ({ intentId, amountMinor }: Payment): boolean => intentId === null && amountMinor > 0n;

async function ask(provider: PaymentProvider, payment: Payment, step: Step): Promise<IntentSnapshot> {
  const { intentId, captureMinor } = payment;
  if (intentId === null) return createIntent(provider, payment);
  if (step === 'CAPTURE' && captureMinor !== null) return captureIntent(provider, intentId, captureMinor);
  return step === 'VOID' ? cancelIntent(provider, intentId) : readIntent(provider, intentId);
}

/** Nothing to pay: the same steps without the provider. */
function withoutProvider({ state, intentId }: Payment, step: Step): IntentSnapshot {
  const next = { LOOK: state, CAPTURE: PaymentState.SUCCEEDED, VOID: PaymentState.CANCELED }[step];
  return { intentId, state: next, capturedMinor: 0n };
}
