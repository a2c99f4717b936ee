import type { errors, KoaContextWithOIDC } from 'oidc-provider';
import { Html, html } from '../pages/html.js';
import { chooseLanguage, type Language } from '../pages/language.js';
import { layout, type Page, pageHeaders } from '../pages/layout.js';

const FORM_ID = 'op.logoutForm';

/**
 * Asks before signing out; where the app proves by the ID token that it knows this very person, the page sends itself:
 * a link somewhere else cannot sign anybody out unasked.
 */
export async function renderSignOut(ctx: KoaContextWithOIDC, form: string): Promise<void> {
  const language = languageOf(ctx);
  const { texts } = language;
  const hinted = ctx.oidc.entities.IdTokenHint?.payload.sub;
  send(ctx, {
    language,
    title: texts.signOut,
    formTargets: targetsOf(ctx.oidc.params?.post_logout_redirect_uri),
    submitsItself: hinted !== undefined && hinted === ctx.oidc.session?.accountId,
    body: html`<p>${texts.signOutIntro}</p>
${new Html(form)}
<button form="${FORM_ID}" name="logout" value="yes">${texts.signOut}</button>
<button form="${FORM_ID}" class="quiet">${texts.stay}</button>`,
  });
}

/** Where signing out ends when the app named no place to return to. */
export async function renderSignedOut(ctx: KoaContextWithOIDC): Promise<void> {
  const language = languageOf(ctx);
  const { texts } = language;
  send(ctx, {
    language,
    title: texts.signOut,
    body: html`<p role="status">${texts.signedOut}</p><p><a href="/">${texts.toApp}</a></p>`,
  });
}

/** A request that cannot be answered to the app itself, such as one with a foreign redirect address. */
export async function renderFault(
  ctx: KoaContextWithOIDC,
  out: { error: string; error_description?: string | undefined },
  _error: errors.OIDCProviderError | Error,
): Promise<void> {
  const language = languageOf(ctx);
  const { texts } = language;
  send(ctx, {
    language,
    title: texts.faultTitle,
    body: html`<p role="alert">${texts.faultText} <code>${out.error}</code></p>
<p>${out.error_description}</p><p><a href="/">${texts.toApp}</a></p>`,
  });
}

const languageOf = (ctx: KoaContextWithOIDC): Language =>
  chooseLanguage(ctx.oidc?.params?.ui_locales, ctx.get('accept-language'));

/** Origins of a redirect address, for the form's content security policy. */
export const targetsOf = (uri: unknown): string[] => {
  const parsed = typeof uri === 'string' ? URL.parse(uri) : null;
  // Apps on phones use schemes of their own, which have no origin.
  return parsed === null ? [] : [parsed.origin === 'null' ? parsed.protocol : parsed.origin];
};

function send(ctx: KoaContextWithOIDC, page: Page): void {
  ctx.set(pageHeaders(page));
  ctx.body = layout(page);
}
