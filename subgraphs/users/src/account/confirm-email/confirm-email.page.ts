import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { asked, languageOf, sendPage, sent } from '../../pages/form.js';
import { guardField, isGuarded } from '../../pages/form-guard.js';
import { html } from '../../pages/html.js';
import type { PageParts } from '../../pages/page-parts.js';
import { openLinkToken } from '../../secrets/link-token.js';
import { addMailRequestPages } from '../account-links/mail-request.page.js';
import { confirmEmail, resendVerification } from './confirm-email.js';

/** Where the link of a confirmation mail leads, and where another mail is asked for. */
export function addConfirmEmailPages(app: FastifyInstance, parts: PageParts): void {
  const path = `${parts.base}/verify-email`;

  // Programs that scan mails open every link: looking must change nothing, only the button confirms.
  app.get(path, (request, reply) => showButton(parts, request, reply));

  app.post(path, async (request, reply) => {
    const language = languageOf(request);
    const { texts } = language;
    if (!isGuarded(parts, request, sent(request, 'csrf'))) return showButton(parts, request, reply);
    const id = openLinkToken(parts.secrets, 'verify-email', sent(request, 'token'));
    const isConfirmed = id !== undefined && (await confirmEmail(parts.runtime.em(), id));
    if (!isConfirmed) return showDeadLink(parts, request, reply);
    const body = html`<p role="status">${texts.confirmed}</p><p><a href="/">${texts.toApp}</a></p>`;
    return sendPage(reply, { language, title: texts.confirmEmail, body });
  });

  addMailRequestPages(app, parts, {
    path: `${path}/resend`,
    throttledAs: 'verify-email',
    title: ({ sendAgain }) => sendAgain,
    intro: ({ sendAgainIntro }) => sendAgainIntro,
    request: resendVerification,
  });
}

function showButton(parts: PageParts, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const language = languageOf(request);
  const { texts } = language;
  const token = asked(request, 'token') ?? sent(request, 'token');
  if (openLinkToken(parts.secrets, 'verify-email', token) === undefined) return showDeadLink(parts, request, reply);
  const body = html`
<p>${texts.confirmIntro}</p>
<form method="post" action="${parts.base}/verify-email">
${guardField(parts, request, reply)}
<input type="hidden" name="token" value="${token}">
<button>${texts.confirm}</button>
</form>`;
  return sendPage(reply, { language, title: texts.confirmEmail, body });
}

function showDeadLink(parts: PageParts, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const language = languageOf(request);
  const { texts } = language;
  const body = html`
<p role="alert">${texts.linkDeadText}</p>
<p><a href="${parts.base}/verify-email/resend">${texts.sendAgain}</a></p>`;
  return sendPage(reply, { language, title: texts.linkDead, body }, 410);
}
