import type { FastifyReply, FastifyRequest } from 'fastify';
import type Provider from 'oidc-provider';
import { errors, type Interaction } from 'oidc-provider';
import { languageOf, sendPage } from '../../pages/form.js';
import { html } from '../../pages/html.js';
import { chooseLanguage, type Language } from '../../pages/language.js';
import type { PageParts } from '../../pages/page-parts.js';

/** A sign-in that an app started and this browser holds. */
export interface OpenInteraction {
  readonly interaction: Interaction;
  readonly provider: Provider;
  readonly language: Language;
}

/**
 * The sign-in of the address, if this browser's cookie holds it and it waits for this prompt; else a page that says so
 * has been sent.
 */
export async function openInteraction(
  { provider: current }: PageParts,
  request: FastifyRequest<{ Params: unknown }>,
  reply: FastifyReply,
  prompt?: string,
): Promise<OpenInteraction | undefined> {
  const provider = await current();
  try {
    const interaction = await provider.interactionDetails(request.raw, reply.raw);
    const language = chooseLanguage(interaction.params.ui_locales, request.headers['accept-language']);
    if (prompt === undefined || interaction.prompt.name === prompt) return { interaction, provider, language };
  } catch (error) {
    if (!(error instanceof errors.SessionNotFound)) throw error;
  }
  sendExpired(request, reply);
  return undefined;
}

function sendExpired(request: FastifyRequest, reply: FastifyReply): void {
  const language = languageOf(request);
  const { texts } = language;
  const body = html`<p role="alert">${texts.expiredText}</p><p><a href="/">${texts.toApp}</a></p>`;
  void sendPage(reply, { language, title: texts.expired, body }, 400);
}
