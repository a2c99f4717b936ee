import { SCOPES } from '@fleetgraph/schema/scopes';
import * as client from 'openid-client';

const CLIENT_ID = 'fleetgraph-web';
const REDIRECT_URI = `${location.origin}/auth/callback`;
const SCOPE = ['openid', ...Object.keys(SCOPES)].join(' ');
const KEPT = 'fleetgraph.signIn';

/** What a sign-in or a renewal brings. */
export interface ReceivedTokens {
  access: string;
  id: string;
  expiresAt: number;
}

interface Attempt {
  verifier: string;
  state: string;
  nonce: string;
}

let discovered: Promise<client.Configuration> | undefined;

/** Sends the person to the provider; what must be remembered stays in this tab. */
export async function leaveToSignIn(returnTo: string, language: string): Promise<void> {
  const attempt = newAttempt();
  sessionStorage.setItem(KEPT, JSON.stringify({ ...attempt, returnTo }));
  location.assign(await authorizationUrl(attempt, { ui_locales: language }));
}

/** Trades the code in the address for tokens. */
export async function exchangeCode(address: URL): Promise<ReceivedTokens & { returnTo: string }> {
  // Written by leaveToSignIn of this tab only.
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null') as (Attempt & { returnTo: string }) | null;
  if (kept === null) throw new Error('This tab did not start the sign-in.');
  sessionStorage.removeItem(KEPT);
  return { ...(await grant(address, kept)), returnTo: kept.returnTo };
}

/**
 * Asks silently: the provider's cookie, which script cannot read, answers with a new code or `login_required`.
 * No refresh token exists in the browser.
 */
export async function renewTokens(): Promise<ReceivedTokens | undefined> {
  const attempt = newAttempt();
  const answer = await fetch(await authorizationUrl(attempt, { prompt: 'none' }), { headers: { accept: 'text/html' } });
  try {
    return await grant(new URL(answer.url), attempt);
  } catch (error) {
    if (error instanceof client.AuthorizationResponseError) return undefined;
    throw error;
  }
}

/** Sends the person to the provider to end the session. */
export async function leaveToSignOut(idToken: string | undefined): Promise<void> {
  const hint = idToken === undefined ? {} : { id_token_hint: idToken };
  const parameters = { ...hint, client_id: CLIENT_ID, post_logout_redirect_uri: `${location.origin}/` };
  location.assign(client.buildEndSessionUrl(await discover(), parameters));
}

async function grant(address: URL, { verifier, state, nonce }: Attempt): Promise<ReceivedTokens> {
  const checks = { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce };
  const tokens = await client.authorizationCodeGrant(await discover(), address, checks);
  const expiresAt = Date.now() + (tokens.expiresIn() ?? 0) * 1000;
  return { access: tokens.access_token, id: tokens.id_token ?? '', expiresAt };
}

async function authorizationUrl(attempt: Attempt, extra: Record<string, string>): Promise<URL> {
  return client.buildAuthorizationUrl(await discover(), {
    redirect_uri: REDIRECT_URI,
    scope: SCOPE,
    code_challenge: await client.calculatePKCECodeChallenge(attempt.verifier),
    code_challenge_method: 'S256',
    state: attempt.state,
    nonce: attempt.nonce,
    ...extra,
  });
}

function newAttempt(): Attempt {
  return { verifier: client.randomPKCECodeVerifier(), state: client.randomState(), nonce: client.randomNonce() };
}

function discover(): Promise<client.Configuration> {
  // On http://localhost only: the issuer is always this very origin.
  const execute = location.protocol === 'http:' ? [client.allowInsecureRequests] : [];
  discovered ??= client
    .discovery(new URL('/oidc', location.origin), CLIENT_ID, undefined, client.None(), { execute })
    .catch((error) => {
      discovered = undefined; // The next attempt asks again.
      throw error;
    });
  return discovered;
}
