import type { FastifyInstance } from 'fastify';
import { type Html, html, page, pageHeaders } from '../../html-page.js';
import type { Sandbox } from '../sandbox.js';
import { resend } from '../webhooks/deliver-events.js';
import { formatMoney } from './pay.page.js';

const SHOWN = 50;

/** What the provider knows: `/sandbox` for people, `/sandbox/overview.json` for programs. */
export function registerOverviewPage(app: FastifyInstance, sandbox: Sandbox): void {
  app.get('/sandbox', (_request, reply) => {
    const view = overview(sandbox);
    const body = html`<main><h1>Payment sandbox</h1>
      <p class="note">Speaks Stripe's API; no money moves. Faults: <a href="/sandbox/controls">/sandbox/controls</a> (PATCH), all of this as <a href="/sandbox/overview.json">JSON</a>.</p>
      ${table(
        'Payments',
        ['Id', 'State', 'Amount', 'Received', 'Created'],
        view.payment_intents.map((intent) => [
          intent.id,
          intent.status,
          formatMoney(intent, 'en'),
          formatMoney({ ...intent, amount: intent.amount_received }, 'en'),
          at(intent.created * 1_000),
        ]),
      )}
      ${table(
        'Refunds',
        ['Id', 'State', 'Amount', 'Payment', 'Created'],
        view.refunds.map((refund) => [
          refund.id,
          refund.status,
          formatMoney(refund, 'en'),
          refund.payment_intent,
          at(refund.created * 1_000),
        ]),
      )}
      ${table(
        'Webhooks',
        ['Event', 'State', 'Attempts', 'Last answer', 'Next attempt', 'Action'],
        view.deliveries.map((row) => [
          row.type,
          row.state,
          row.attempts,
          row.lastError ?? row.lastStatus ?? '',
          row.state === 'pending' ? at(row.nextAttemptAt) : '',
          html`<form method="post" action="/sandbox/deliveries/${row.id}/resend"><button aria-label="Resend ${row.type}">Resend</button></form>`,
        ]),
      )}
      </main>`;
    return reply.headers(pageHeaders()).send(page({ lang: 'en', title: 'Payment sandbox', body }));
  });
  app.get('/sandbox/overview.json', () => ({ controls: sandbox.controls, ...overview(sandbox) }));
  app.post<{ Params: { id: string } }>('/sandbox/deliveries/:id/resend', (request, reply) => {
    const delivery = sandbox.store.get('delivery', request.params.id);
    if (delivery === undefined) return reply.code(404).send({ error: 'There is no such delivery.' });
    resend(sandbox, delivery);
    return reply.redirect('/sandbox', 303);
  });
}

function overview({ store }: Sandbox) {
  const deliveries = store.all('delivery').map((row) => {
    const event = store.get('event', row.event);
    return { ...row, type: event?.type ?? '', created: event?.created ?? 0 };
  });
  return {
    payment_intents: store.all('payment_intent').slice(-SHOWN).reverse(),
    refunds: store.all('refund').slice(-SHOWN).reverse(),
    deliveries: deliveries.slice(-SHOWN).reverse(),
    pending_deliveries: deliveries.filter(({ state }) => state === 'pending').length,
  };
}

function at(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('T', ' ').slice(0, 19);
}

function table(title: string, heads: readonly string[], rows: readonly (readonly (string | number | Html)[])[]): Html {
  if (rows.length === 0) return html`<h2>${title}</h2><p>None yet.</p>`;
  const head = heads.map((text) => html`<th scope="col">${text}</th>`);
  const lines = rows.map((cells) => html`<tr>${cells.map((cell) => html`<td class="wrap">${cell}</td>`)}</tr>`);
  return html`<h2>${title}</h2><div class="scroll" tabindex="0" role="region" aria-label="${title}"><table><thead><tr>${head}</tr></thead><tbody>${lines}</tbody></table></div>`;
}
