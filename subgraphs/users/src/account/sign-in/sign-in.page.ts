import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Interaction } from 'oidc-provider';
import { clientAddress } from '../../pages/client-address.js';
import { alert, field } from '../../pages/field.js';
import { sendPage, sent } from '../../pages/form.js';
import { guardField, isGuarded } from '../../pages/form-guard.js';
import { html } from '../../pages/html.js';
import { fill, type Language } from '../../pages/language.js';
import type { PageParts } from '../../pages/page-parts.js';
import { targetsOf } from '../../provider/provider-pages.js';
import { type OpenInteraction, openInteraction } from './open-interaction.js';
import { type SignInOutcome, signIn } from './sign-in.js';

/** Signs a person in for the app that sent them here. */
export function addSignInPages(app: FastifyInstance, parts: PageParts): void {
  const path = `${parts.base}/interaction/:uid`;

  app.post(`${path}/sign-in`, async (request, reply) => {
    const open = await openInteraction(parts, request, reply, 'login');
    if (open === undefined) return reply;
    const { interaction, language, provider } = open;
    const page = { parts, request, reply, interaction, language };
    if (!isGuarded(parts, request, sent(request, 'csrf')))
      return showSignIn(page, { alert: language.texts.formExpired });

    const credentials = {
      email: sent(request, 'email'),
      password: sent(request, 'password'),
      address: clientAddress(request, parts.settings.trustedProxies),
    };
    const outcome = await signIn(parts.runtime.em(), parts.throttle, credentials);
    if (outcome.kind !== 'signedIn') return showSignIn(page, refusalOf(outcome, language));
    const login = { accountId: outcome.userId, amr: ['pwd'] };
    const returnTo = await provider.interactionResult(
      request.raw,
      reply.raw,
      { login },
      { mergeWithLastSubmission: false },
    );
    return reply.redirect(returnTo, 303);
  });

  app.post(`${path}/cancel`, async (request, reply) => {
    const open = await openInteraction(parts, request, reply);
    if (open === undefined) return reply;
    const result = { error: 'access_denied', error_description: 'the person cancelled' };
    return reply.redirect(
      await open.provider.interactionResult(request.raw, reply.raw, result, { mergeWithLastSubmission: false }),
      303,
    );
  });
}

/** What a sign-in page is made of. */
export interface SignInPage {
  readonly parts: PageParts;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly interaction: Interaction;
  readonly language: OpenInteraction['language'];
}

interface Refusal {
  readonly alert: string;
  readonly retryAfterS?: number;
}

/** The form for address and password. */
export function showSignIn(
  { parts, request, reply, interaction, language }: SignInPage,
  refusal?: Refusal,
): FastifyReply {
  const { texts } = language;
  const action = `${parts.base}/interaction/${interaction.uid}`;
  const along = new URLSearchParams({ interaction: interaction.uid, ui_locales: language.tag });
  const email = sent(request, 'email') || String(interaction.params.login_hint ?? '');
  if (refusal?.retryAfterS !== undefined) void reply.header('retry-after', refusal.retryAfterS);

  const body = html`
${alert(refusal?.alert)}
<p>${fill(texts.signInTo, { app: 'Fleetgraph' })}</p>
<form method="post" action="${action}/sign-in">
${guardField(parts, request, reply)}
${field({ name: 'email', label: texts.email, type: 'email', autocomplete: 'username', value: email, hasFocus: email === '' })}
${field({ name: 'password', label: texts.password, type: 'password', autocomplete: 'current-password', hasFocus: email !== '' })}
<button>${texts.signIn}</button>
</form>
<p><a href="${parts.base}/reset-password?${along.toString()}">${texts.forgot}</a></p>
<p>${texts.noAccount} <a href="${parts.base}/register?${along.toString()}">${texts.createAccount}</a></p>
<form method="post" action="${action}/cancel"><button class="quiet">${texts.cancel}</button></form>`;
  const status = refusal === undefined ? 200 : refusal.retryAfterS === undefined ? 400 : 429;
  return sendPage(
    reply,
    { language, title: texts.signIn, body, formTargets: targetsOf(interaction.params.redirect_uri) },
    status,
  );
}

function refusalOf(outcome: Exclude<SignInOutcome, { kind: 'signedIn' }>, { texts }: Language): Refusal {
  switch (outcome.kind) {
    case 'wrong':
      return { alert: texts.wrong };
    case 'suspended':
      return { alert: texts.suspended };
    case 'paused':
      return { alert: fill(texts.paused, { seconds: outcome.seconds }), retryAfterS: outcome.seconds };
  }
}
