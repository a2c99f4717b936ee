import { LiveBooking } from '../client/live-booking.js';
import type { SystemInsides } from '../verify/look.js';
import type { RunStep } from './run-steps.js';
import { checkInvariants } from './steps/check-invariants.js';
import { readDocuments } from './steps/documents.js';
import { find } from './steps/find.js';
import { giveBack } from './steps/give-back.js';
import { join } from './steps/join.js';
import { holdForLater, payTooLate } from './steps/late.js';
import { watchBooks, watchNumbers, watchPartner } from './steps/numbers.js';
import { pay } from './steps/pay.js';
import { take } from './steps/take.js';

/** The system that the story is told on. */
export interface Stage {
  /** Its origin: everything below goes through it. */
  readonly url: string;
  /** Where to look behind the doors; undefined for a system elsewhere. */
  readonly insides: SystemInsides | undefined;
}

/** One basket of five kinds, from a stranger's registration to a balanced ledger. */
export async function tellStory(step: RunStep, { url, insides }: Stage): Promise<void> {
  const cast = await join(step, url);
  const seeNumbers = await watchNumbers(step, url);
  const choice = await find(step, cast.customer);
  const booking = await take(step, cast, choice);
  const live = new LiveBooking(cast.customer, booking.id);
  try {
    const paying = { graph: cast.customer, booking, live };
    await pay(step, paying);
    const late = await holdForLater(step, cast, choice);
    await readDocuments(step, cast, booking);
    await giveBack(step, cast, paying);
    await seeNumbers();
    await watchPartner(step, url, booking);
    await watchBooks(step, url, booking);
    await payTooLate(step, cast, late);
  } finally {
    await live.leave();
  }
  if (insides !== undefined) await checkInvariants(step, insides);
}
