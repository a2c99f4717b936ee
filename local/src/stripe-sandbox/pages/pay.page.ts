import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Html, html, page, pageHeaders } from '../../html-page.js';
import { isSame } from '../api/authenticate.js';
import { StripeFault } from '../api/stripe-fault.js';
import type { PaymentIntent } from '../objects.js';
import { confirmIntent } from '../payments/confirm-intent.js';
import { addPaymentMethod } from '../payments/payment-methods.js';
import { NOBODY, type Sandbox } from '../sandbox.js';
import { readReturnUrl, withOutcome } from './return-url.js';
import { type Words, wordsFor } from './words.js';

const Address = z.object({
  client_secret: z.string(),
  publishable_key: z.string(),
  return_url: z.string().optional(),
});
const Form = Address.extend({ number: z.string(), expiry: z.string(), cvc: z.string() });

/** The card form: `GET /sandbox/pay?client_secret=…&publishable_key=…&return_url=…` */
export function registerPayPage(app: FastifyInstance, sandbox: Sandbox): void {
  app.get('/sandbox/pay', (request, reply) => {
    const { intent, returnUrl, words } = open(sandbox, request, request.query);
    if (intent === undefined) return tell(reply.code(404), words, words.unknown);
    if (!isOpen(intent)) return tell(reply, words, words.done, returnUrl);
    return showForm(reply, { intent, words, input: Address.parse(request.query), returnUrl });
  });
  app.post('/sandbox/pay', (request, reply) => {
    const { intent, returnUrl, words } = open(sandbox, request, request.body);
    if (intent === undefined) return tell(reply.code(404), words, words.unknown);
    if (!isOpen(intent)) return tell(reply, words, words.done, returnUrl);
    const input = Form.parse(request.body);
    const expiry = /^\s*(\d{1,2})\s*\/\s*(?:20)?(\d{2})\s*$/.exec(input.expiry);
    if (expiry === null) {
      return showForm(reply.code(422), { intent, words, input, returnUrl, fault: words.badExpiry });
    }
    try {
      const card = {
        number: input.number,
        exp_month: Number(expiry[1]),
        exp_year: 2000 + Number(expiry[2]),
        cvc: input.cvc,
      };
      const paymentMethod = addPaymentMethod(sandbox, { type: 'card', card });
      const confirmed = confirmIntent(sandbox, NOBODY, { intent, paymentMethod, returnUrl: returnUrl?.href });
      const next = nextAddress(confirmed, returnUrl);
      return next === undefined ? tell(reply, words, words.done) : reply.redirect(next, 303);
    } catch (error) {
      if (!(error instanceof StripeFault)) throw error;
      return showForm(reply.code(402), { intent, words, input, returnUrl, fault: error.message });
    } finally {
      sandbox.store.commit();
      sandbox.wakeDeliverer();
    }
  });
}

function open(sandbox: Sandbox, request: FastifyRequest, from: unknown) {
  const words = wordsFor(request.headers['accept-language']);
  const { success, data } = Address.safeParse(from);
  if (!success) return { words, intent: undefined, returnUrl: undefined };
  const found = sandbox.store.get('payment_intent', data.client_secret.split('_secret_', 1)[0] ?? '');
  const isAllowed =
    found !== undefined &&
    isSame(data.client_secret, found.client_secret) &&
    isSame(data.publishable_key, sandbox.publishableKey);
  return { words, intent: isAllowed ? found : undefined, returnUrl: readReturnUrl(sandbox, data.return_url) };
}

function isOpen({ status }: PaymentIntent): boolean {
  return ['requires_payment_method', 'requires_confirmation', 'requires_action'].includes(status);
}

function nextAddress(intent: PaymentIntent, returnUrl: URL | undefined): string | undefined {
  const bank = intent.next_action?.redirect_to_url?.url ?? intent.next_action?.use_stripe_sdk?.stripe_js;
  if (bank !== undefined) return bank;
  if (returnUrl === undefined) return undefined;
  return withOutcome(returnUrl, intent, intent.status === 'processing' ? 'pending' : 'succeeded');
}

/** A page that says one thing and leads back. */
export function tell(reply: FastifyReply, words: Words, text: string, returnUrl?: URL): FastifyReply {
  const back =
    returnUrl === undefined ? undefined : html`<p><a class="button" href="${returnUrl.href}">${words.back}</a></p>`;
  const body = html`<main class="narrow"><h1>${words.payTitle}</h1><p role="status">${text}</p>${back}</main>`;
  return reply.headers(pageHeaders()).send(page({ lang: words.lang, title: words.payTitle, body }));
}

interface FormView {
  intent: PaymentIntent;
  words: Words;
  input: z.infer<typeof Address> & Partial<z.infer<typeof Form>>;
  returnUrl: URL | undefined;
  fault?: string;
}

function showForm(reply: FastifyReply, { intent, words, input, returnUrl, fault }: FormView): FastifyReply {
  const amount = formatMoney(intent, words.lang);
  const field = (name: 'number' | 'expiry' | 'cvc', label: string, autocomplete: string) =>
    html`<label for="${name}">${label}</label><input id="${name}" name="${name}" inputmode="numeric" autocomplete="${autocomplete}" required value="${input[name]}"${fault === undefined ? undefined : html` aria-describedby="fault"`}>`;
  const hidden = (['client_secret', 'publishable_key', 'return_url'] as const).map((name) =>
    input[name] === undefined ? undefined : html`<input type="hidden" name="${name}" value="${input[name]}">`,
  );
  const body = html`<main class="narrow"><h1>${words.payTitle}</h1><p class="note">${words.sandbox}</p>
    <dl><dt>${words.amount}</dt><dd><strong>${amount}</strong></dd></dl>
    ${fault === undefined ? undefined : html`<p class="fault" role="alert" id="fault">${words.faultPrefix} ${fault}</p>`}
    <form method="post" action="/sandbox/pay">${hidden}
      ${field('number', words.number, 'cc-number')}${field('expiry', words.expiry, 'cc-exp')}${field('cvc', words.cvc, 'cc-csc')}
      <button type="submit">${words.pay} ${amount}</button></form>
    ${returnUrl === undefined ? undefined : html`<p><a href="${returnUrl.href}">${words.cancel}</a></p>`}
    ${testCards(words)}</main>`;
  // Chromium applies form-action to the redirect that follows the form, too.
  const headers = pageHeaders({ 'form-action': `'self' ${returnUrl?.origin ?? ''}`.trim() });
  return reply.headers(headers).send(page({ lang: words.lang, title: words.payTitle, body }));
}

function testCards(words: Words): Html {
  const cards = [
    ['4242 4242 4242 4242', words.works],
    ['4000 0000 0000 0002', words.declined],
    ['4000 0000 0000 9995', words.noFunds],
    ['4000 0027 6000 3184', words.challenged],
  ] as const;
  const rows = cards.map(([number, what]) => html`<li><code>${number}</code> ${what}</li>`);
  return html`<h2>${words.testCards}</h2><ul>${rows}</ul><p><code>12/34</code> · <code>123</code></p>`;
}

/** An amount as people write it. */
export function formatMoney({ amount, currency }: { amount: number; currency: string }, lang: string): string {
  const format = new Intl.NumberFormat(lang, { style: 'currency', currency: currency.toUpperCase() });
  return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}
