import { until } from '@fleetgraph/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SandboxBench } from '../testing/sandbox-bench.js';

const bench = new SandboxBench();
beforeAll(() => bench.start());
afterAll(() => bench.stop());

const RETURN_URL = 'http://localhost:4000/trips?a=1';

async function openPayment(currency = 'eur') {
  const intent = await bench.stripe.paymentIntents.create({ amount: 123_456, currency, capture_method: 'manual' });
  const address = {
    client_secret: String(intent.client_secret),
    publishable_key: bench.publishableKey,
    return_url: RETURN_URL,
  };
  return { id: intent.id, address };
}
const get = (path: string, language = 'en') =>
  fetch(`${bench.sandbox.url}${path}`, { headers: { 'accept-language': language }, redirect: 'manual' });
const post = (path: string, form: Record<string, string>) =>
  fetch(`${bench.sandbox.url}${path}`, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
const card = (number: string) => ({ number, expiry: '12/34', cvc: '123' });
const statusOf = async (id: string) => (await bench.stripe.paymentIntents.retrieve(id)).status;

describe('the card form', () => {
  it('shows the amount in the language and currency of the customer', async () => {
    const { address } = await openPayment();
    const english = await (await get(`/sandbox/pay?${new URLSearchParams(address)}`)).text();
    expect(english).toContain('€1,234.56');
    const german = await (await get(`/sandbox/pay?${new URLSearchParams(address)}`, 'de-AT,en;q=0.5')).text();
    expect(german).toContain('<html lang="de">');
    expect(german).toContain('1.234,56');
    const { address: yen } = await openPayment('jpy');
    expect(await (await get(`/sandbox/pay?${new URLSearchParams(yen)}`)).text()).toContain('¥123,456');
  });

  it('takes the card and returns to the shop', async () => {
    const { id, address } = await openPayment();
    const answer = await post('/sandbox/pay', { ...address, ...card('4242 4242 4242 4242') });
    expect(answer.status).toBe(303);
    const back = new URL(String(answer.headers.get('location')));
    expect(back.origin + back.pathname).toBe('http://localhost:4000/trips');
    expect(Object.fromEntries(back.searchParams)).toMatchObject({
      a: '1',
      payment_intent: id,
      redirect_status: 'succeeded',
    });
    expect(await statusOf(id)).toBe('requires_capture');
    expect(await (await get(`/sandbox/pay?${new URLSearchParams(address)}`)).text()).toContain('nothing more');
  });

  it('says why a card was refused and lets the customer try another', async () => {
    const { id, address } = await openPayment();
    const refused = await post('/sandbox/pay', { ...address, ...card('4000000000009995') });
    expect(refused.status).toBe(402);
    expect(await refused.text()).toMatch(/role="alert"[^>]*>[^<]*insufficient funds/);
    const unreadable = await post('/sandbox/pay', { ...address, ...card('4242424242424242'), expiry: 'soon' });
    expect(unreadable.status).toBe(422);
    await post('/sandbox/pay', { ...address, ...card('4242424242424242') });
    expect(await statusOf(id)).toBe('requires_capture');
  });

  it.each([
    ['approve', 'succeeded', 'requires_capture'],
    ['refuse', 'failed', 'requires_payment_method'],
  ])('asks the bank for 3-D Secure: %s', async (outcome, redirectStatus, status) => {
    const { id, address } = await openPayment();
    const answer = await post('/sandbox/pay', { ...address, ...card('4000002760003184') });
    const bank = new URL(String(answer.headers.get('location')));
    expect(bank.pathname).toBe(`/sandbox/authenticate/${id}`);
    expect(await (await get(bank.pathname + bank.search)).text()).toContain('Your bank&#39;s page');
    const back = await post(bank.pathname, { ...Object.fromEntries(bank.searchParams), outcome });
    expect(back.headers.get('location')).toContain(`redirect_status=${redirectStatus}`);
    expect(await statusOf(id)).toBe(status);
    if (outcome === 'refuse') await until(() => bench.typesAbout(id).includes('payment_intent.payment_failed'));
  });

  it('opens for nobody without the secret, and sends nobody to a stranger', async () => {
    const { id, address } = await openPayment();
    const guessed = new URLSearchParams({ ...address, client_secret: `${id}_secret_guess` });
    expect((await get(`/sandbox/pay?${guessed}`)).status).toBe(404);
    expect((await get('/sandbox/pay')).status).toBe(404);
    const elsewhere = new URLSearchParams({ ...address, return_url: 'https://evil.example/"><script>' });
    const page = await get(`/sandbox/pay?${elsewhere}`);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const text = await page.text();
    expect(text).not.toContain('<script');
    const paid = await post('/sandbox/pay', {
      ...address,
      return_url: 'https://evil.example/',
      ...card('4242424242424242'),
    });
    expect(paid.headers.get('location')).toBeNull();
  });
});
