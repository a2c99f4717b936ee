import { request } from 'undici';
import { GraphClient } from '../access/graph-client.js';
import { signIn } from '../access/sign-in.js';
import { DEMO_CROWD, type DemoPerson } from '../system/demo-accounts.js';
import type { RunningSystem } from '../system/running-system.js';

const OFFERS = `query ($input: OfferSearchInput!) { offers(first: 20, input: $input) { edges { node { id } } } }`;
const QUOTE = { name: 'quoteBasket', success: '... on QuoteBasketSuccess { quote { id } }' };
const HOLD = { name: 'holdBasket', success: '... on HoldBasketSuccess { booking { id } }' };
const PAY = {
  name: 'startPayment',
  success: '... on StartPaymentSuccess { clientSecret publishableKey }',
};

/** So many people book at the same time. */
const AT_ONCE = 4;

/** Books and pays for a dozen travellers, each as themselves and through the front door; answers how many bookings. */
export async function loadHistory(system: RunningSystem): Promise<number> {
  const waiting = DEMO_CROWD.map((person, at) => ({ person, at }));
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await bookAndPay(system, next.person, next.at);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return DEMO_CROWD.length;
}

async function bookAndPay(system: RunningSystem, person: DemoPerson, at: number): Promise<void> {
  const { access_token: token } = await signIn(system.issuer, person);
  const graph = new GraphClient(`${system.url}/graphql`, token);
  const lines = [];
  for (const input of searchesOf(at)) {
    const offers = await graph.ask<Offers>(OFFERS, { input });
    const { edges } = offers.offers;
    // Not the first: people want different things.
    const offer = edges[at % Math.max(edges.length, 1)]?.node;
    if (offer !== undefined) lines.push({ offerId: offer.id, quantity: 1 });
  }
  const { quote } = await graph.mutate<{ quote: { id: string } }>(QUOTE, { lines });
  const key = `demo-${person.email}`;
  const { booking } = await graph.mutate<{ booking: { id: string } }>(HOLD, { quoteId: quote.id, idempotencyKey: key });
  const payment = await graph.mutate<Payment>(PAY, { bookingId: booking.id, idempotencyKey: key });
  await payByCard(system, payment);
}

interface Offers {
  offers: { edges: { node: { id: string } }[] };
}

interface Payment {
  clientSecret: string;
  publishableKey: string;
}

/** Everybody buys something; most rent a car, too, some fly. */
function searchesOf(at: number): object[] {
  const day = (offset: number) => new Date(Date.now() + offset * 24 * 60 * 60 * 1_000).toISOString().slice(0, 10);
  const hamburg = { latitude: 53.5528, longitude: 10.0067, radiusMeters: 30_000 };
  const goods = { kinds: ['PRODUCT'], near: hamburg };
  const car = {
    kinds: ['CAR'],
    near: hamburg,
    window: { from: `${day(20 + at * 2)}T10:00`, to: `${day(22 + at * 2)}T10:00` },
  };
  const flight = {
    kinds: ['FLIGHT'],
    near: hamburg,
    window: { from: `${day(2 + (at % 10))}T00:00`, to: `${day(3 + (at % 10))}T00:00` },
  };
  return [goods, ...(at < 10 ? [car] : []), ...(at % 3 === 0 ? [flight] : [])];
}

/** Pays as a browser does, with the publishable key and a test card. */
async function payByCard(system: RunningSystem, { clientSecret, publishableKey }: Payment): Promise<void> {
  const [intent] = clientSecret.split('_secret_');
  const form = { key: publishableKey, client_secret: clientSecret, payment_method: 'pm_card_visa' };
  const answer = await request(`${system.url}/sandbox/v1/payment_intents/${intent}/confirm`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  });
  const text = await answer.body.text();
  if (answer.statusCode !== 200) throw new Error(`The sandbox refused a payment: ${text}`);
}
