import { SCOPES } from '@fleetgraph/schema/scopes';
import { signInByPages, type Tokens } from '@fleetgraph/users/testing/sign-in-by-pages';
import { allowInsecureRequests, type Configuration, clientCredentialsGrant, discovery, None } from 'openid-client';
import { CLIENT_IDS, callbackOf } from '../system/demo-accounts.js';

/** A program's id and secret. */
export interface ClientLogin {
  id: string;
  secret: string;
}

const PEOPLE_SCOPES = ['openid', ...Object.keys(SCOPES).filter((scope) => scope !== 'users:contact')].join(' ');

/** Signs a person in as a browser would: code and PKCE through the provider's own pages. */
export async function signIn(issuer: string, person: { email: string; password: string }): Promise<Tokens> {
  const client = await discover(issuer, CLIENT_IDS.web);
  return signInByPages(client, person, { callback: callbackOf(new URL(issuer).origin), scope: PEOPLE_SCOPES });
}

/** Gets a program its access token by client credentials. */
export async function signInClient(issuer: string, { id, secret }: ClientLogin, scope?: string): Promise<string> {
  const client = await discover(issuer, id, secret);
  const { access_token: token } = await clientCredentialsGrant(client, scope === undefined ? {} : { scope });
  return token;
}

function discover(issuer: string, clientId: string, secret?: string): Promise<Configuration> {
  // Everything of a local system is plain HTTP on this machine.
  const options = { execute: [allowInsecureRequests] };
  return secret === undefined
    ? discovery(new URL(issuer), clientId, undefined, None(), options)
    : discovery(new URL(issuer), clientId, secret, undefined, options);
}
