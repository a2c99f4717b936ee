import { claimPorts } from '@fleetgraph/kit/ports/claim-ports';
import { startTestSubgraph, type TestSubgraph } from '@fleetgraph/kit/testing/start-test-subgraph';
import { isScope, SCOPES } from '@fleetgraph/schema/scopes';
import { allowInsecureRequests, type Configuration, discovery, None } from 'openid-client';
import { type UsersSettings, usersSettings } from '../config.js';
import { startUsers } from '../main.js';
import { type Seed, seedAccounts } from '../seed-accounts/seed-accounts.js';

/** A running users subgraph that issues the tokens it verifies. */
export interface TestProvider {
  readonly subgraph: TestSubgraph;
  readonly issuer: string;
  readonly audience: string;
  readonly callback: string;
  readonly secrets: readonly string[];
  /** What an app of ours discovers. */
  readonly web: Configuration;
  stop(): Promise<void>;
}

/** Everything that can be asked for. */
export const ALL_SCOPES = ['openid', 'profile', 'email', ...Object.keys(SCOPES)].join(' ');

/** Starts users on a real database and port, with our web app and what else a test needs. */
export async function startTestProvider(
  seed: Partial<Pick<Seed, 'accounts' | 'clients'>> = {},
  settings: Partial<UsersSettings> = {},
): Promise<TestProvider> {
  const [port = 0] = await claimPorts(1);
  const origin = `http://127.0.0.1:${port}`;
  const issuer = `${origin}/oidc`;
  const audience = `${origin}/graphql`;
  const secrets = ['a secret of tests that is long enough for everybody'];
  const subgraph = await startTestSubgraph(
    (options) => startUsers({ ...options, users: { ...usersSettings(secrets), keyTrustMs: 0, ...settings } }),
    { port, issuer, audience, jwksUrl: `${issuer}/jwks` },
  );
  const callback = `${origin}/auth/callback`;
  const web = {
    id: 'fleetgraph-web',
    kind: 'WEB' as const,
    name: 'Fleetgraph',
    scopes: Object.keys(SCOPES).filter(isScope),
    redirectUris: [callback],
    postLogoutRedirectUris: [`${origin}/`],
  };
  const { runtime } = subgraph.running;
  await seedAccounts(runtime.em(), { secrets, accounts: seed.accounts ?? [], clients: [web, ...(seed.clients ?? [])] });
  return {
    subgraph,
    issuer,
    audience,
    callback,
    secrets,
    web: await discover(issuer, web.id),
    stop: () => subgraph.stop(),
  };
}

/** What a public client discovers. */
export const discover = (issuer: string, clientId: string): Promise<Configuration> =>
  discovery(new URL(issuer), clientId, undefined, None(), { execute: [allowInsecureRequests] });
