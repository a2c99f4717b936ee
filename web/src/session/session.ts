/** Whether somebody is signed in; `restoring` only while a kept session is asked for after a reload. */
export type SessionState = 'restoring' | 'stranger' | 'signedIn';

interface Tokens {
  access: string;
  id: string;
  expiresAt: number;
}

const RENEW_BEFORE_MS = 60_000;
const WAS_SIGNED_IN = 'fleetgraph.wasSignedIn';
const watchers = new Set<() => void>();

let state: SessionState = localStorage.getItem(WAS_SIGNED_IN) === null ? 'stranger' : 'restoring';
let tokens: Tokens | undefined;
let renewal: Promise<void> | undefined;

/** The present state, for a store subscription. */
export const sessionState = (): SessionState => state;

/** Tells when the state changes. */
export function watchSession(tell: () => void): () => void {
  watchers.add(tell);
  return () => watchers.delete(tell);
}

/**
 * An access token that is good for at least a minute, or undefined for a stranger.
 * Tokens live in this module only, never in storage: what renews them is the provider's cookie.
 */
export async function accessToken(): Promise<string | undefined> {
  if (state === 'stranger') return undefined;
  if (tokens === undefined || tokens.expiresAt - Date.now() < RENEW_BEFORE_MS) await renew();
  return tokens?.access;
}

/** Asks for new tokens now: after a reload, after a refusal, after the address was confirmed. One at a time. */
export function renew(): Promise<void> {
  renewal ??= import('./oidc.js')
    .then(({ renewTokens }) => renewTokens())
    .then((renewed) => settle(renewed))
    .finally(() => {
      renewal = undefined;
    });
  return renewal;
}

/** Leaves the page for the provider's own sign-in page; `returnTo` is where to come back to. */
export async function signIn(returnTo: string, language: string): Promise<void> {
  const { leaveToSignIn } = await import('./oidc.js');
  await leaveToSignIn(returnTo, language);
}

/** Ends the sign-in on the way back; answers where the person wanted to be. */
export async function completeSignIn(): Promise<string> {
  const { exchangeCode } = await import('./oidc.js');
  const { returnTo, ...received } = await exchangeCode(new URL(location.href));
  settle(received);
  return returnTo;
}

/** Leaves the page to end the session everywhere. */
export async function signOut(): Promise<void> {
  const idToken = tokens?.id;
  settle(undefined);
  const { leaveToSignOut } = await import('./oidc.js');
  await leaveToSignOut(idToken);
}

function settle(received: Tokens | undefined): void {
  tokens = received;
  state = received === undefined ? 'stranger' : 'signedIn';
  if (received === undefined) localStorage.removeItem(WAS_SIGNED_IN);
  else localStorage.setItem(WAS_SIGNED_IN, 'yes');
  for (const tell of watchers) tell();
}
