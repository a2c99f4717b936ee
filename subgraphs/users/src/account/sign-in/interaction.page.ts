import { SCOPES } from '@fleetgraph/schema/scopes';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type Provider from 'oidc-provider';
import type { Interaction } from 'oidc-provider';
import { alert } from '../../pages/field.js';
import { sendPage, sent } from '../../pages/form.js';
import { guardField, isGuarded } from '../../pages/form-guard.js';
import { html } from '../../pages/html.js';
import { fill } from '../../pages/language.js';
import type { PageParts } from '../../pages/page-parts.js';
import { targetsOf } from '../../provider/provider-pages.js';
import { openInteraction } from './open-interaction.js';
import { type SignInPage, showSignIn } from './sign-in.page.js';

/** Where the provider sends a browser whose person has to do something: sign in, or allow an app to act for them. */
export function addInteractionPages(app: FastifyInstance, parts: PageParts): void {
  const path = `${parts.base}/interaction/:uid`;

  app.get(path, async (request, reply) => {
    const open = await openInteraction(parts, request, reply);
    if (open === undefined) return reply;
    const page = { parts, request, reply, ...open };
    return open.interaction.prompt.name === 'login' ? showSignIn(page) : showConsent(page, open.provider);
  });

  app.post(`${path}/allow`, async (request, reply) => {
    const open = await openInteraction(parts, request, reply, 'consent');
    if (open === undefined) return reply;
    const { interaction, provider, language } = open;
    if (!isGuarded(parts, request, sent(request, 'csrf'))) {
      return showConsent({ parts, request, reply, ...open }, provider, language.texts.formExpired);
    }
    const consent = { grantId: await grantWhatIsMissing(provider, interaction) };
    return reply.redirect(await provider.interactionResult(request.raw, reply.raw, { consent }), 303);
  });
}

/** What the person is asked to allow. */
interface Missing {
  readonly missingOIDCScope?: string[];
  readonly missingOIDCClaims?: string[];
  readonly missingResourceScopes?: Record<string, string[]>;
}

async function showConsent(page: SignInPage, provider: Provider, refusal?: string): Promise<FastifyReply> {
  const { parts, request, reply, interaction, language } = page;
  const { texts } = language;
  const action = `${parts.base}/interaction/${interaction.uid}`;
  const client = await provider.Client.find(String(interaction.params.client_id));
  const { missingOIDCScope = [], missingResourceScopes = {} } = missingIn(interaction);
  const scopes = Object.values(missingResourceScopes).flat();
  const sentences: string[] = Object.entries(SCOPES)
    .filter(([scope]) => scopes.includes(scope))
    .map(([, meaning]) => meaning);
  if (missingOIDCScope.includes('offline_access')) sentences.push(texts.stayKnown);

  const body = html`
${alert(refusal)}
<p>${fill(texts.consentIntro, { app: client?.clientName ?? '' })}</p>
<ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>
<form method="post" action="${action}/allow">${guardField(parts, request, reply)}<button>${texts.allow}</button></form>
<form method="post" action="${action}/cancel"><button class="quiet">${texts.cancel}</button></form>`;
  return sendPage(reply, {
    language,
    title: texts.consent,
    body,
    formTargets: targetsOf(interaction.params.redirect_uri),
  });
}

async function grantWhatIsMissing(provider: Provider, interaction: Interaction): Promise<string> {
  const { session, params, grantId } = interaction;
  const existing = grantId === undefined ? undefined : await provider.Grant.find(grantId);
  const owner = { accountId: session?.accountId ?? '', clientId: String(params.client_id) };
  const grant = existing ?? new provider.Grant(owner);
  const { missingOIDCScope, missingOIDCClaims, missingResourceScopes = {} } = missingIn(interaction);
  if (missingOIDCScope !== undefined) grant.addOIDCScope(missingOIDCScope);
  if (missingOIDCClaims !== undefined) grant.addOIDCClaims(missingOIDCClaims);
  for (const [resource, scopes] of Object.entries(missingResourceScopes)) grant.addResourceScope(resource, scopes);
  return grant.save();
}

// The library types these as unknown; its consent prompt fills them in exactly this shape.
const missingIn = (interaction: Interaction): Missing => interaction.prompt.details as Missing;
