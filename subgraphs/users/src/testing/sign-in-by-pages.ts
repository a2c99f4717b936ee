import {
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type TokenEndpointResponse,
  type TokenEndpointResponseHelpers,
} from 'openid-client';
import { PageBrowser } from './page-browser.js';

/** What an app sends a person to sign in with. */
export interface SignInRequest {
  readonly callback: string;
  readonly scope: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

/** A sign-in that was started: where the browser goes, and what the app keeps until it comes back. */
export interface StartedSignIn {
  readonly url: URL;
  readonly checks: { pkceCodeVerifier: string; expectedState: string; expectedNonce: string };
}

/** The tokens that an app gets. */
export type Tokens = TokenEndpointResponse & TokenEndpointResponseHelpers;

/** Starts a sign-in as an app does: state, nonce and PKCE. */
export async function startSignIn(client: Configuration, request: SignInRequest): Promise<StartedSignIn> {
  const checks = {
    pkceCodeVerifier: randomPKCECodeVerifier(),
    expectedState: randomState(),
    expectedNonce: randomNonce(),
  };
  const url = buildAuthorizationUrl(client, {
    redirect_uri: request.callback,
    scope: request.scope,
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    code_challenge: await calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
    ...request.parameters,
  });
  return { url, checks };
}

/** A person signs in through the real pages; answers the app's tokens. */
export async function signInByPages(
  client: Configuration,
  person: { readonly email: string; readonly password: string },
  { browser, ...request }: SignInRequest & { readonly browser?: PageBrowser },
): Promise<Tokens> {
  const { url, checks } = await startSignIn(client, request);
  const window = browser ?? new PageBrowser(request.callback);
  await window.open(url.href);
  const page = await window.submit('/sign-in', { email: person.email, password: person.password });
  return authorizationCodeGrant(client, new URL(page.url), checks);
}
