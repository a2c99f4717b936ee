import { type Configuration, type Grant, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { factsOf } from '../api-client/api-client.adapter.js';

/** Asks for a sign-in again when the session's person is gone or kept out; else the library would look for their grant. */
export function interactionsOf(): NonNullable<Configuration['interactions']> {
  const policy = interactionPolicy.base();
  const isPersonGone = new interactionPolicy.Check(
    'account_gone',
    'the account of the session is gone',
    'login_required',
    ({ oidc }) =>
      oidc.session?.accountId !== undefined && oidc.account === undefined
        ? interactionPolicy.Check.REQUEST_PROMPT
        : interactionPolicy.Check.NO_NEED_TO_PROMPT,
  );
  policy.get('login')?.checks.add(isPersonGone);
  return { policy, url: (ctx, interaction) => new URL(`${ctx.oidc.issuer}/interaction/${interaction.uid}`).pathname };
}

/**
 * The consent that applies to this request. Our own web app is the operator: asking people whether the operator may act
 * for them would be noise, so its consent is implied. Other apps ask by a page.
 */
export async function findConsent(ctx: KoaContextWithOIDC): Promise<Grant | undefined> {
  const { client, session, account, result } = ctx.oidc;
  if (client === undefined || session === undefined || account === undefined) return undefined;
  const consentedId = result?.consent?.grantId ?? session.grantIdFor(client.clientId);
  const existing = consentedId === undefined ? undefined : await ctx.oidc.provider.Grant.find(consentedId);
  // Somebody else signed in on this browser: their consent is their own.
  const own = existing?.accountId === account.accountId ? existing : undefined;
  return factsOf(client).kind === 'WEB' ? impliedConsent(ctx, own) : own;
}

async function impliedConsent(ctx: KoaContextWithOIDC, existing: Grant | undefined): Promise<Grant | undefined> {
  const { client, account, provider, resourceServers = {} } = ctx.oidc;
  if (client === undefined || account === undefined) return undefined;
  const grant = existing ?? new provider.Grant({ clientId: client.clientId, accountId: account.accountId });
  const before = JSON.stringify([grant.openid, grant.resources]);
  grant.addOIDCScope(ctx.oidc.requestParamOIDCScopes);
  for (const [resource, server] of Object.entries(resourceServers)) {
    grant.addResourceScope(
      resource,
      [...ctx.oidc.requestParamScopes].filter((scope) => server.scopes.has(scope)),
    );
  }
  if (existing === undefined || JSON.stringify([grant.openid, grant.resources]) !== before) await grant.save();
  return grant;
}
