import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { Html, html, page, pageHeaders, sha256 } from '../html-page.js';
import type { MessageStore, MessageSummary } from './message-store.js';
import { parseMail } from './receive-mail.js';

const Search = z.object({ to: z.string().catch('') }).catch({ to: '' });
const One = z.object({ id: z.string() });

const WATCH = `new EventSource('/mailbox/api/stream').onmessage = () => location.reload();`;

/** What a mail may do in a browser: be looked at, and open its links in another tab. */
const MAIL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

/** The mailbox for people, below `/mailbox`. */
export function registerMailboxPages(app: FastifyInstance, store: MessageStore): void {
  app.get('/mailbox', (request, reply) => {
    const { to } = Search.parse(request.query);
    const body = html`<main><h1>Mailbox</h1>
      <p class="note">Every mail that this system sends ends here and goes nowhere else.</p>
      <form method="get" action="/mailbox" role="search"><label for="to">Recipient</label><input id="to" name="to" type="search" value="${to}"><button>Search</button></form>
      ${messageTable(store.list({ to }).slice(0, 200))}</main><script>${new Html(WATCH)}</script>`;
    const scripts = { 'script-src': `'sha256-${sha256(WATCH)}'`, 'connect-src': "'self'" };
    return reply.headers(pageHeaders(scripts)).send(page({ lang: 'en', title: 'Mailbox', body }));
  });
  app.get('/mailbox/messages/:id', async (request, reply) => {
    const message = store.get(One.parse(request.params).id);
    if (message === undefined) return reply.code(404).headers(pageHeaders()).send(notThere());
    const { from, to, subject, receivedAt, id } = message.summary;
    const { text = '', html: htmlPart, attachments } = await parseMail(message.raw);
    const files = attachments.map(
      ({ filename }, index) =>
        html`<li><a href="/mailbox/api/messages/${id}/attachments/${index}">${filename ?? 'attachment'}</a></li>`,
    );
    const frame = html`<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" title="The message as HTML" src="/mailbox/messages/${id}/html"></iframe>`;
    const body = html`<main><p><a href="/mailbox">All messages</a></p><h1>${subject}</h1>
      <dl><dt>From</dt><dd>${from}</dd><dt>To</dt><dd>${to.join(', ')}</dd><dt>Received</dt><dd>${receivedAt}</dd></dl>
      ${files.length === 0 ? undefined : html`<h2>Attachments</h2><ul>${files}</ul>`}
      ${htmlPart === undefined ? undefined : frame}
      <h2>As text</h2><p class="text">${withLinks(text)}</p></main>`;
    const headers = pageHeaders({ 'frame-src': "'self'" });
    return reply.headers(headers).send(page({ lang: 'en', title: subject || 'Message', body }));
  });
  app.get('/mailbox/messages/:id/html', async (request, reply) => {
    const message = store.get(One.parse(request.params).id);
    if (message === undefined) return reply.code(404).headers(pageHeaders()).send(notThere());
    const { html: htmlPart = '' } = await parseMail(message.raw);
    const headers = { ...pageHeaders(), 'content-security-policy': MAIL_POLICY };
    return reply.headers(headers).send(`<base target="_blank">${htmlPart}`);
  });
}

function notThere(): string {
  const body = html`<main><h1>There is no such message.</h1><p><a href="/mailbox">All messages</a></p></main>`;
  return page({ lang: 'en', title: 'No such message', body });
}

function messageTable(messages: readonly MessageSummary[]): Html {
  if (messages.length === 0) return html`<p role="status">No messages.</p>`;
  const rows = messages.map(
    ({ id, to, subject, receivedAt }) =>
      html`<tr><td class="wrap">${to.join(', ')}</td><td class="wrap"><a href="/mailbox/messages/${id}">${subject || '(no subject)'}</a></td><td>${receivedAt.replace('T', ' ').slice(0, 19)}</td></tr>`,
  );
  return html`<table><thead><tr><th scope="col">To</th><th scope="col">Subject</th><th scope="col">Received (UTC)</th></tr></thead><tbody>${rows}</tbody></table>`;
}

/** Web addresses become links, everything else stays text. */
function withLinks(text: string): Html[] {
  return text
    .split(/(https?:\/\/[^\s<>"']+)/)
    .map((piece, at) => (at % 2 === 0 ? html`${piece}` : html`<a href="${piece}">${piece}</a>`));
}
