import type { EntityManager } from '@mikro-orm/postgresql';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { clientAddress } from '../../pages/client-address.js';
import { alert, field } from '../../pages/field.js';
import { carriedAlong, interactionOf, languageOf, sendPage, sent } from '../../pages/form.js';
import { guardField, isGuarded } from '../../pages/form-guard.js';
import { html } from '../../pages/html.js';
import type { PageParts } from '../../pages/page-parts.js';
import type { Texts } from '../../pages/texts.en.js';
import { foldEmail, isEmail } from '../register/fold-email.js';

/** A page with one address field that may cause a mail. */
export interface MailRequest {
  readonly path: string;
  /** Name under which uses are counted. */
  readonly throttledAs: string;
  readonly title: (texts: Texts) => string;
  readonly intro: (texts: Texts) => string;
  readonly request: (em: EntityManager, email: string) => Promise<void>;
}

/** Most mails of one kind to one mailbox in an hour; more are not sent, and nobody is told. */
const MAILS_PER_HOUR = 3;

/** Asks for an address and answers the same whether it is known or not. */
export function addMailRequestPages(app: FastifyInstance, parts: PageParts, what: MailRequest): void {
  app.get(what.path, (request, reply) => showForm({ parts, request, reply, what }));

  app.post(what.path, async (request, reply) => {
    const language = languageOf(request);
    const { texts } = language;
    const form = { parts, request, reply, what };
    if (!isGuarded(parts, request, sent(request, 'csrf'))) return showForm(form, { alert: texts.formExpired });
    const email = sent(request, 'email').trim();
    if (!isEmail(email)) return showForm(form, { alert: texts.faultsIntro, email: texts.emailInvalid });

    const { throttle, settings } = parts;
    const address = clientAddress(request, settings.trustedProxies);
    if (!(await throttle.allow(what.throttledAs, address, settings.requestsPerHour))) {
      return showForm(form, { alert: texts.tooMany });
    }
    if (await throttle.allow(`${what.throttledAs}:mail`, foldEmail(email), MAILS_PER_HOUR)) {
      await what.request(parts.runtime.em(), email);
    }
    const uid = interactionOf(request);
    const body = html`<p role="status">${texts.sent}</p>
<p><a href="${uid === undefined ? '/' : `${parts.base}/interaction/${uid}`}">${uid === undefined ? texts.toApp : texts.goOn}</a></p>`;
    return sendPage(reply, { language, title: texts.checkMail, body });
  });
}

interface Form {
  readonly parts: PageParts;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly what: MailRequest;
}

function showForm({ parts, request, reply, what }: Form, fault?: { alert: string; email?: string }): FastifyReply {
  const language = languageOf(request);
  const { texts } = language;
  const body = html`
${alert(fault?.alert)}
<p>${what.intro(texts)}</p>
<form method="post" action="${what.path}${carriedAlong(request)}">
${guardField(parts, request, reply)}
${field({ name: 'email', label: texts.email, type: 'email', autocomplete: 'username', value: sent(request, 'email'), fault: fault?.email, hasFocus: true })}
<button>${texts.send}</button>
</form>`;
  return sendPage(reply, { language, title: what.title(texts), body }, fault === undefined ? 200 : 400);
}
