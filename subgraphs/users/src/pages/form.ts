import type { FastifyReply, FastifyRequest } from 'fastify';
import { chooseLanguage, type Language } from './language.js';
import { layout, type Page, pageHeaders } from './layout.js';

/** A text field of a sent form; empty when it is missing or was sent twice. */
export function sent(request: FastifyRequest, name: string): string {
  const value = valueIn(request.body, name);
  return typeof value === 'string' ? value : '';
}

/** A parameter of the address; undefined when it is missing or was given twice. */
export function asked(request: FastifyRequest, name: string): string | undefined {
  const value = valueIn(request.query, name);
  return typeof value === 'string' ? value : undefined;
}

/** The language for a page that is not part of a sign-in. */
export const languageOf = (request: FastifyRequest): Language =>
  chooseLanguage(asked(request, 'ui_locales'), request.headers['accept-language']);

/** What links between our pages carry along: the sign-in to return to, and the language. */
export function carriedAlong(request: FastifyRequest): string {
  const query = new URLSearchParams();
  const interaction = interactionOf(request);
  const uiLocales = asked(request, 'ui_locales');
  if (interaction !== undefined) query.set('interaction', interaction);
  if (uiLocales !== undefined) query.set('ui_locales', uiLocales);
  return query.size === 0 ? '' : `?${query}`;
}

/** The sign-in that a page was opened from. */
export function interactionOf(request: FastifyRequest): string | undefined {
  const uid = asked(request, 'interaction');
  return uid !== undefined && /^[\w-]{16,64}$/.test(uid) ? uid : undefined;
}

/** Sends a page. */
export function sendPage(reply: FastifyReply, page: Page, status = 200): FastifyReply {
  return reply.code(status).headers(pageHeaders(page)).send(layout(page));
}

function valueIn(source: unknown, name: string): unknown {
  return typeof source === 'object' && source !== null && Object.hasOwn(source, name)
    ? Reflect.get(source, name)
    : undefined;
}
