import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Html, html } from './html.js';
import type { PageParts } from './page-parts.js';

const COOKIE = 'fleetgraph_form';

/** Hidden field that proves that a form was fetched by the browser that sends it; sets its cookie when there is none. */
export function guardField(parts: PageParts, request: FastifyRequest, reply: FastifyReply): Html {
  const known = readCookie(request);
  const visit = known ?? randomBytes(24).toString('base64url');
  if (known === undefined) {
    const secure = parts.runtime.options.issuer.startsWith('https:') ? '; Secure' : '';
    void reply.header('set-cookie', `${COOKIE}=${visit}; Path=${parts.base}; HttpOnly; SameSite=Lax${secure}`);
  }
  return html`<input type="hidden" name="csrf" value="${parts.secrets.mac('form', visit)}">`;
}

/** True when the form came from a page of ours in this browser. */
export function isGuarded(parts: PageParts, request: FastifyRequest, csrf: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const visit = readCookie(request);
  return visit !== undefined && parts.secrets.isMac('form', visit, csrf);
}

function readCookie(request: FastifyRequest): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === COOKIE)?.[1];
}
