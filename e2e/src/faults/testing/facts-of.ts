import { ReadMoneyDocument } from '../../client/__generated__/graphql.js';
import type { Purchase } from './purchase.js';
import type { World } from './world.js';

/** What became of one purchase, as every part of the system and the world around it see it. */
export interface Facts {
  readonly state: string | undefined;
  readonly lines: readonly string[];
  readonly timeline: readonly string[];
  readonly payments: readonly string[];
  /** In the provider's own books. */
  readonly provider: readonly { status: string; taken: string; givenBack: string }[];
  /** Balances of the accounts that are not settled. */
  readonly ledger: Readonly<Record<string, string>>;
  readonly documents: readonly string[];
  /** What the customer was told in the app. */
  readonly told: readonly string[];
  /** What lies in the mailbox, by Message-ID. */
  readonly mails: readonly string[];
}

/** Collects the facts. */
export async function factsOf(world: World, purchase: Purchase): Promise<Facts> {
  const [{ booking }, provider, ledger, mails] = await Promise.all([
    purchase.graph.ask(ReadMoneyDocument, { id: purchase.bookingId }),
    providerFacts(world, purchase),
    ledgerFacts(world, purchase),
    mailFacts(world, purchase),
  ]);
  const messages = booking?.messages ?? [];
  return {
    state: booking?.state,
    lines: (booking?.lines ?? []).map(({ state }) => state),
    timeline: (booking?.timeline ?? []).map(({ title }) => title),
    payments: (booking?.payments ?? []).map(({ state }) => state),
    provider,
    ledger,
    documents: (booking?.invoices ?? []).map(({ kind, gross }) => `${kind} ${gross.amountMinor}`),
    told: messages
      .filter(({ channel }) => channel === 'IN_APP')
      .map(({ title }) => anonymous(title))
      .sort(),
    mails,
  };
}

/** Facts of a purchase that went well. */
export function paid({ totalMinor }: Purchase): Facts {
  return {
    state: 'CONFIRMED',
    lines: ['CONFIRMED', 'CONFIRMED'],
    timeline: ['Held, waiting for payment', 'Payment in progress', 'Confirmed'],
    payments: ['SUCCEEDED'],
    provider: [{ status: 'succeeded', taken: totalMinor, givenBack: '0' }],
    ledger: { customer_advances: `-${totalMinor}`, gateway_clearing: totalMinor },
    documents: [`INVOICE ${totalMinor}`],
    told: ['Confirmed', 'Held for you', 'Invoice'],
    mails: ['Confirmed', 'Invoice'],
  };
}

/** Facts of a purchase that was paid and then cancelled whole. */
export function refunded(purchase: Purchase): Facts {
  const { totalMinor } = purchase;
  const before = paid(purchase);
  return {
    ...before,
    state: 'CANCELLED',
    lines: ['CANCELLED', 'CANCELLED'],
    timeline: [...before.timeline, 'Cancelled'],
    provider: [{ status: 'succeeded', taken: totalMinor, givenBack: totalMinor }],
    ledger: {},
    documents: [...before.documents, `CREDIT_NOTE ${totalMinor}`],
    told: ['Cancelled', ...before.told, 'Refund'].sort(),
    mails: ['Cancelled', ...before.mails, 'Refund'].sort(),
  };
}

/** The provider's payments of a booking. */
export async function providerFacts({ look, insides }: World, { bookingId }: Purchase): Promise<Facts['provider']> {
  const answer = await fetch(`${insides.url}/sandbox/v1/payment_intents?limit=100`, {
    headers: { authorization: `Bearer ${insides.stripeSecretKey}` },
  });
  // The provider's documented shape.
  const { data } = (await answer.json()) as {
    data: { id: string; status: string; amount_received: number; metadata: Record<string, string> }[];
  };
  const movements = await look.providerMovements();
  return data
    .filter(({ metadata }) => metadata.fleetgraph_booking_id === bookingId)
    .map(({ id, status, amount_received: taken }) => ({
      status,
      taken: String(taken),
      givenBack: String(movements.find(({ intent }) => intent === id)?.givenBack ?? 0),
    }));
}

async function ledgerFacts(world: World, { bookingId }: Purchase): Promise<Facts['ledger']> {
  const balances = await world.sql(
    'payments',
    `select account, sum(amount_minor)::text as balance from posting join ledger_entry e on e.id = entry_id
     where booking_id = $1 group by account having sum(amount_minor) <> 0`,
    [bookingId],
  );
  return Object.fromEntries(balances.map(({ account, balance }) => [String(account), String(balance)]));
}

async function mailFacts({ insides }: World, { locator }: Purchase): Promise<string[]> {
  const read = async <Body>(path: string): Promise<Body> =>
    (await (await fetch(`${insides.url}/mailbox/api/messages${path}`)).json()) as Body; // the mailbox's own API
  const { messages } = await read<{ messages: { id: string }[] }>('?limit=500');
  const mails = new Map<string, string>();
  for (const { id } of messages) {
    const mail = await read<{ subject: string; text: string; headers: { key: string; value: string }[] }>(`/${id}`);
    if (!`${mail.subject} ${mail.text}`.includes(locator)) continue;
    mails.set(mail.headers.find(({ key }) => key === 'message-id')?.value ?? id, anonymous(mail.subject));
  }
  return [...mails.values()].sort();
}

/** Titles without the names, numbers and amounts of one booking. */
const anonymous = (title: string): string => title.replace(/( of [^:]*)?:.*| [A-Z]+-.*|(?<=^Invoice) .*/, '');
