import { CLIENT_IDS, callbackOf } from '@fleetgraph/local/system/demo-accounts';
import { SCOPES, type Scope } from '@fleetgraph/schema/scopes';
import { signInByPages } from '@fleetgraph/users/testing/sign-in-by-pages';
import { allowInsecureRequests, clientCredentialsGrant, discovery, None } from 'openid-client';
import { Graph } from './graph.js';

/** A program's id and secret. */
export interface ClientLogin {
  readonly id: string;
  readonly secret: string;
}

/** A local system speaks plain HTTP, which openid-client takes only when told so. */
const LOCALLY = { execute: [allowInsecureRequests] };
const EVERY_SCOPE = ['openid', ...Object.keys(SCOPES).filter((scope) => scope !== 'users:contact')].join(' ');

/** Signs a person in by code and PKCE through the provider's pages, and answers the graph as that person sees it. */
export async function graphOf(origin: string, person: { email: string; password: string }): Promise<Graph> {
  const client = await discovery(new URL(`${origin}/oidc`), CLIENT_IDS.web, undefined, None(), LOCALLY);
  const request = { callback: callbackOf(origin), scope: EVERY_SCOPE };
  const { access_token: token } = await signInByPages(client, person, request);
  return new Graph(origin, token);
}

/** Gets a program a token with these scopes and answers the graph as that program sees it. */
export async function graphOfClient(
  origin: string,
  { id, secret }: ClientLogin,
  scopes: readonly Scope[],
): Promise<Graph> {
  const client = await discovery(new URL(`${origin}/oidc`), id, secret, undefined, LOCALLY);
  const { access_token: token } = await clientCredentialsGrant(client, { scope: scopes.join(' ') });
  return new Graph(origin, token);
}
