import { signIn } from '@fleetgraph/local/access/sign-in';
import { DEMO_PEOPLE } from '@fleetgraph/local/system/demo-accounts';
import type { TokenSource } from './send-rows.js';

/** A token is renewed this long before it ends, so that it lasts for the call it is asked for. */
const RENEW_BEFORE_MS = 60_000;

/** Always the same token: whoever passed it sees to it that it lasts. */
export const fixedToken =
  (token: string): TokenSource =>
  async () =>
    token;

/** Signs in as the demo system's admin through the front door, again whenever the token is about to end. */
export function signedInAsAdmin(url: string): TokenSource {
  let current: { readonly token: string; readonly endsAt: number } | undefined;
  return async () => {
    if (current === undefined || Date.now() > current.endsAt - RENEW_BEFORE_MS) {
      const { access_token: token, expires_in: seconds } = await signIn(`${url}/oidc`, DEMO_PEOPLE.admin);
      current = { token, endsAt: Date.now() + (seconds ?? 0) * 1000 };
    }
    return current.token;
  };
}
