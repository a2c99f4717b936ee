import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { html, page, pageHeaders } from '../../html-page.js';
import { isSame } from '../api/authenticate.js';
import { StripeFault } from '../api/stripe-fault.js';
import { finishAuthentication } from '../payments/confirm-intent.js';
import { NOBODY, type Sandbox } from '../sandbox.js';
import { formatMoney, tell } from './pay.page.js';
import { readReturnUrl, withOutcome } from './return-url.js';
import { wordsFor } from './words.js';

const Address = z.object({ client_secret: z.string(), return_url: z.string().optional() });
const Form = Address.extend({ outcome: z.enum(['approve', 'refuse']) });

/** The pretended bank's page of 3-D Secure: the customer approves or refuses. */
export function registerAuthenticatePage(app: FastifyInstance, sandbox: Sandbox): void {
  app.get<{ Params: { id: string } }>('/sandbox/authenticate/:id', (request, reply) => {
    const { intent, returnUrl, words, input } = open(sandbox, request, request.query);
    if (intent === undefined || input === undefined) return tell(reply.code(404), words, words.unknown);
    if (intent.status !== 'requires_action') return tell(reply, words, words.done, returnUrl);
    const hidden = (['client_secret', 'return_url'] as const).map((name) =>
      input[name] === undefined ? undefined : html`<input type="hidden" name="${name}" value="${input[name]}">`,
    );
    const body = html`<main class="narrow"><h1>${words.bankTitle}</h1><p class="note">${words.sandbox}</p>
      <p>${words.bankText}</p><dl><dt>${words.amount}</dt><dd><strong>${formatMoney(intent, words.lang)}</strong></dd></dl>
      <form method="post" action="/sandbox/authenticate/${intent.id}">${hidden}
      <button name="outcome" value="approve">${words.approve}</button>
      <button class="quiet" name="outcome" value="refuse">${words.refuse}</button></form></main>`;
    const headers = pageHeaders({ 'form-action': `'self' ${returnUrl?.origin ?? ''}`.trim() });
    return reply.headers(headers).send(page({ lang: words.lang, title: words.bankTitle, body }));
  });
  app.post<{ Params: { id: string } }>('/sandbox/authenticate/:id', (request, reply) => {
    const { intent, returnUrl, words } = open(sandbox, request, request.body);
    if (intent === undefined) return tell(reply.code(404), words, words.unknown);
    if (intent.status !== 'requires_action') return tell(reply, words, words.done, returnUrl);
    const hasPassed = Form.parse(request.body).outcome === 'approve';
    const outcome = finish(
      sandbox,
      () => finishAuthentication(sandbox, NOBODY, { intent, hasPassed }).status !== 'requires_payment_method',
    );
    if (returnUrl === undefined) return tell(reply, words, words.done);
    return reply.redirect(withOutcome(returnUrl, intent, outcome ? 'succeeded' : 'failed'), 303);
  });
}

/** The bank may still decline after the customer has approved. */
function finish(sandbox: Sandbox, work: () => boolean): boolean {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof StripeFault)) throw error;
    return false;
  } finally {
    sandbox.store.commit();
    sandbox.wakeDeliverer();
  }
}

function open(sandbox: Sandbox, request: FastifyRequest<{ Params: { id: string } }>, from: unknown) {
  const words = wordsFor(request.headers['accept-language']);
  const input = Address.safeParse(from).data;
  const found = sandbox.store.get('payment_intent', request.params.id);
  const isAllowed = found !== undefined && isSame(input?.client_secret ?? '', found.client_secret);
  return { words, input, intent: isAllowed ? found : undefined, returnUrl: readReturnUrl(sandbox, input?.return_url) };
}
