import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { clientAddress } from '../../pages/client-address.js';
import { alert, field } from '../../pages/field.js';
import { asked, languageOf, sendPage, sent } from '../../pages/form.js';
import { guardField, isGuarded } from '../../pages/form-guard.js';
import { html } from '../../pages/html.js';
import { fill } from '../../pages/language.js';
import type { PageParts } from '../../pages/page-parts.js';
import { openLinkToken } from '../../secrets/link-token.js';
import { addMailRequestPages } from '../account-links/mail-request.page.js';
import { LONGEST_PASSWORD, passwordFault, SHORTEST_PASSWORD } from '../password/password-rules.js';
import { emailOfReset, requestPasswordReset, setPassword } from './reset-password.js';

/** Where a new password is asked for, and where the mailed link sets it. */
export function addResetPasswordPages(app: FastifyInstance, parts: PageParts): void {
  const path = `${parts.base}/reset-password`;
  addMailRequestPages(app, parts, {
    path,
    throttledAs: 'reset-password',
    title: ({ resetPassword }) => resetPassword,
    intro: ({ resetIntro }) => resetIntro,
    request: requestPasswordReset,
  });

  app.get(`${path}/new`, (request, reply) => showForm({ parts, request, reply }));
  app.post(`${path}/new`, (request, reply) => takeForm({ parts, request, reply }));
}

interface Form {
  readonly parts: PageParts;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

async function takeForm(form: Form): Promise<FastifyReply> {
  const { parts, request, reply } = form;
  const language = languageOf(request);
  const { texts } = language;
  if (!isGuarded(parts, request, sent(request, 'csrf'))) return showForm(form, { alert: texts.formExpired });
  const { em } = parts.runtime;
  const id = openLinkToken(parts.secrets, 'reset-password', sent(request, 'token'));
  const email = id === undefined ? undefined : await emailOfReset(em(), id);
  if (id === undefined || email === undefined) return showDeadLink(form);

  const password = sent(request, 'password');
  const fault = passwordFault(password, { email });
  if (fault !== undefined) {
    const sentence = fill(texts[fault], { min: SHORTEST_PASSWORD, max: LONGEST_PASSWORD });
    return showForm(form, { alert: texts.faultsIntro, password: sentence });
  }
  if (!(await setPassword(em(), id, password))) return showDeadLink(form);
  // The mailbox proved who it is: what others tried in vain must not keep the person out.
  await parts.throttle.succeed({ account: email, address: clientAddress(request, parts.settings.trustedProxies) });
  const body = html`<p role="status">${texts.passwordSet}</p><p><a href="/">${texts.toApp}</a></p>`;
  return sendPage(reply, { language, title: texts.resetPassword, body });
}

function showForm(form: Form, fault?: { alert: string; password?: string }): FastifyReply {
  const { parts, request, reply } = form;
  const language = languageOf(request);
  const { texts } = language;
  const token = asked(request, 'token') ?? sent(request, 'token');
  if (openLinkToken(parts.secrets, 'reset-password', token) === undefined) return showDeadLink(form);
  const body = html`
${alert(fault?.alert)}
<form method="post" action="${parts.base}/reset-password/new">
${guardField(parts, request, reply)}
<input type="hidden" name="token" value="${token}">
${field({ name: 'password', label: texts.newPassword, type: 'password', autocomplete: 'new-password', hint: fill(texts.passwordHint, { min: SHORTEST_PASSWORD }), fault: fault?.password, hasFocus: true })}
<button>${texts.setPassword}</button>
</form>`;
  return sendPage(reply, { language, title: texts.resetPassword, body }, fault === undefined ? 200 : 400);
}

function showDeadLink({ parts, request, reply }: Form): FastifyReply {
  const language = languageOf(request);
  const { texts } = language;
  const body = html`
<p role="alert">${texts.linkDeadText}</p>
<p><a href="${parts.base}/reset-password">${texts.resetPassword}</a></p>`;
  return sendPage(reply, { language, title: texts.linkDead, body }, 410);
}
