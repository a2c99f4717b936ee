import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { clientAddress } from '../../pages/client-address.js';
import { alert, field } from '../../pages/field.js';
import { carriedAlong, interactionOf, languageOf, sendPage, sent } from '../../pages/form.js';
import { guardField, isGuarded } from '../../pages/form-guard.js';
import { html } from '../../pages/html.js';
import { fill } from '../../pages/language.js';
import type { PageParts } from '../../pages/page-parts.js';
import type { Texts } from '../../pages/texts.en.js';
import { nameFault } from '../../user/name-rules.js';
import { LONGEST_PASSWORD, passwordFault, SHORTEST_PASSWORD } from '../password/password-rules.js';
import { isEmail } from './fold-email.js';
import { register } from './register.js';

type Faults = Partial<Record<'email' | 'name' | 'password', string>>;

/** Where strangers make an account (U-02). */
export function addRegisterPages(app: FastifyInstance, parts: PageParts): void {
  const path = `${parts.base}/register`;
  app.get(path, (request, reply) => showForm({ parts, request, reply }));

  app.post(path, async (request, reply) => {
    const { texts, tag } = languageOf(request);
    const form = { parts, request, reply };
    if (!isGuarded(parts, request, sent(request, 'csrf'))) return showForm({ ...form, refusal: texts.formExpired });
    const typed = {
      email: sent(request, 'email'),
      displayName: sent(request, 'name').trim(),
      password: sent(request, 'password'),
    };
    const faults = faultsOf(typed, texts);
    if (Object.keys(faults).length > 0) return showForm({ ...form, faults, refusal: texts.faultsIntro });

    const address = clientAddress(request, parts.settings.trustedProxies);
    if (!(await parts.throttle.allow('register', address, parts.settings.requestsPerHour))) {
      return showForm({ ...form, refusal: texts.tooMany });
    }
    await register(parts.runtime.em(), { ...typed, locale: tag, ...parts.settings.newcomer });
    return showDone(form);
  });
}

function faultsOf(typed: { email: string; displayName: string; password: string }, texts: Texts): Faults {
  const fault = passwordFault(typed.password, typed);
  return {
    ...(isEmail(typed.email.trim()) ? {} : { email: texts.emailInvalid }),
    ...(nameFault(typed.displayName) === undefined ? {} : { name: texts.nameMissing }),
    ...(fault === undefined ? {} : { password: fill(texts[fault], { min: SHORTEST_PASSWORD, max: LONGEST_PASSWORD }) }),
  };
}

interface Form {
  readonly parts: PageParts;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly faults?: Faults;
  readonly refusal?: string;
}

function showForm({ parts, request, reply, faults = {}, refusal }: Form): FastifyReply {
  const language = languageOf(request);
  const { texts } = language;
  const uid = interactionOf(request);
  const signInPath = uid === undefined ? '/' : `${parts.base}/interaction/${uid}`;
  const body = html`
${alert(refusal)}
<form method="post" action="${parts.base}/register${carriedAlong(request)}">
${guardField(parts, request, reply)}
${field({ name: 'name', label: texts.name, type: 'text', autocomplete: 'name', hint: texts.nameHint, value: sent(request, 'name'), fault: faults.name, hasFocus: true })}
${field({ name: 'email', label: texts.email, type: 'email', autocomplete: 'username', value: sent(request, 'email'), fault: faults.email })}
${field({ name: 'password', label: texts.password, type: 'password', autocomplete: 'new-password', hint: fill(texts.passwordHint, { min: SHORTEST_PASSWORD }), fault: faults.password })}
<button>${texts.createAccount}</button>
</form>
<p>${texts.haveAccount} <a href="${signInPath}">${texts.signIn}</a></p>`;
  return sendPage(reply, { language, title: texts.createAccount, body }, refusal === undefined ? 200 : 400);
}

/** The same for everybody: whether the address was known is told in the mailbox only. */
function showDone({ parts, request, reply }: Form): FastifyReply {
  const language = languageOf(request);
  const { texts } = language;
  const uid = interactionOf(request);
  const next =
    uid === undefined
      ? html`<a href="/">${texts.toApp}</a>`
      : html`<a href="${parts.base}/interaction/${uid}">${texts.goOn}</a>`;
  const body = html`
<p role="status">${texts.registered}</p>
<p>${next}</p>
<p><a href="${parts.base}/verify-email/resend${carriedAlong(request)}">${texts.sendAgain}</a></p>`;
  return sendPage(reply, { language, title: texts.checkMail, body });
}
