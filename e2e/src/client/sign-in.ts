import { type ClientLogin, signIn, signInClient } from '@fleetgraph/local/access/sign-in';
import type { Scope } from '@fleetgraph/schema/scopes';
import { Graph } from './graph.js';

/** Signs a person in by the provider's pages and answers the graph as that person sees it. */
export async function graphOf(origin: string, person: { email: string; password: string }): Promise<Graph> {
  const { access_token: token } = await signIn(`${origin}/oidc`, person);
  return new Graph(origin, token);
}

/** Gets a program a token with these scopes and answers the graph as that program sees it. */
export async function graphOfClient(origin: string, login: ClientLogin, scopes: readonly Scope[]): Promise<Graph> {
  return new Graph(origin, await signInClient(`${origin}/oidc`, login, scopes.join(' ')));
}
