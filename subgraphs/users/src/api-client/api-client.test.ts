import { until } from '@fleetgraph/kit/testing/until';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { allowInsecureRequests, ClientSecretPost, clientCredentialsGrant, discovery } from 'openid-client';
import { askGraph } from '../testing/account-links.js';
import { signInByPages } from '../testing/sign-in-by-pages.js';
import { ALL_SCOPES, startTestProvider, type TestProvider } from '../testing/start-test-provider.js';

const password = 'three green trains';
const partner = (name: string) => ({
  email: `${name}@example.org`,
  password,
  displayName: name,
  roles: ['PARTNER_ADMIN' as const],
  organisation: name,
  isEmailVerified: true,
});
let provider: TestProvider;
let hotel: string;
let airline: string;

beforeAll(async () => {
  provider = await startTestProvider({
    accounts: [partner('hotel'), partner('airline'), { ...partner('carla'), roles: ['CUSTOMER'] }],
  });
  [hotel = '', airline = ''] = [await tokenOf('hotel'), await tokenOf('airline')];
});
afterAll(() => provider.stop());

async function tokenOf(name: string): Promise<string> {
  const request = { callback: provider.callback, scope: ALL_SCOPES };
  return (await signInByPages(provider.web, { email: `${name}@example.org`, password }, request)).access_token;
}

const CREATE = `mutation ($input: CreateApiClientInput!) { createApiClient(input: $input) { __typename
  ... on CreateApiClientSuccess { secret client { id scopes organisation { name } } } ... on InputInvalid { fields { path } } } }`;
const ROTATE = `mutation ($id: ID!) { rotateApiClientSecret(input: { clientId: $id }) { __typename
  ... on RotateApiClientSecretSuccess { secret } } }`;
const DISABLE = 'mutation ($id: ID!) { disableApiClient(input: { clientId: $id }) { __typename } }';
const LIST = '{ apiClients { edges { node { id name lastUsedAt organisation { name } } } } }';
interface Listed {
  apiClients: { edges: { node: { id: string; lastUsedAt: string | null } }[] };
}
interface Created {
  createApiClient: { secret: string; client: { id: string; scopes: string[]; organisation: { name: string } } };
}

const create = async (token: string, input: object) =>
  (await askGraph<Created>(provider.subgraph, token, { query: CREATE, variables: { input } })).data.createApiClient;

const grant = async (id: string, secret: string) => {
  const machine = await discovery(new URL(provider.issuer), id, undefined, ClientSecretPost(secret), {
    execute: [allowInsecureRequests],
  });
  return clientCredentialsGrant(machine, { scope: 'bookings:read analytics:aggregate users:read' });
};

describe("a partner's program", () => {
  it('is made by its admin for the own organisation, whatever the argument says', async () => {
    const { client, secret } = await create(hotel, {
      name: 'Front desk',
      scopes: ['bookings:read'],
      organisationId: '00000000-0000-4000-8000-000000000000',
    });
    expect(client.organisation.name).toBe('hotel');
    const claims = decodeJwt((await grant(client.id, secret)).access_token);
    expect(claims).toMatchObject({
      scope: 'bookings:read',
      roles: ['PARTNER_CLIENT'],
      organisation: decodeJwt(hotel).organisation,
    });
    const rows = await provider.subgraph.sql<{ digest: string }>('select digest from api_client_secret');
    for (const { digest } of rows) expect(digest).not.toContain(secret);
  });

  it('gets no scope beyond what partners may', async () => {
    const refused = await create(hotel, { name: 'Too much', scopes: ['bookings:read', 'users:contact'] });
    expect(refused).toMatchObject({ fields: [{ path: 'scopes' }] });
  });

  it('changes its secret without a gap', async () => {
    const { client, secret: old } = await create(hotel, { name: 'Rotated', scopes: ['bookings:read'] });
    const { data } = await askGraph<{ rotateApiClientSecret: { secret: string } }>(provider.subgraph, hotel, {
      query: ROTATE,
      variables: { id: client.id },
    });
    await Promise.all([grant(client.id, old), grant(client.id, data.rotateApiClientSecret.secret)]);
    await provider.subgraph.sql(`update api_client_secret set expires_at = now() where expires_at is not null`);
    await expect(grant(client.id, old)).rejects.toMatchObject({ error: 'invalid_client' });
    await grant(client.id, data.rotateApiClientSecret.secret);
  });

  it('is nowhere for another partner, and for customers there are none', async () => {
    const { client, secret } = await create(hotel, { name: 'Private', scopes: ['bookings:read'] });
    for (const query of [ROTATE, DISABLE]) {
      const { data } = await askGraph<object>(provider.subgraph, airline, { query, variables: { id: client.id } });
      expect(Object.values(data)).toEqual([{ __typename: 'ApiClientNotFound' }]);
    }
    const { data } = await askGraph<{ apiClients: { edges: unknown[] } }>(provider.subgraph, airline, { query: LIST });
    expect(data.apiClients.edges).toEqual([]);
    const { errors } = await askGraph(provider.subgraph, await tokenOf('carla'), { query: LIST });
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    await grant(client.id, secret);
  });

  it('shows its last use, and ends', async () => {
    const { client, secret } = await create(airline, { name: 'Short-lived', scopes: ['bookings:read'] });
    await grant(client.id, secret);
    // The use is noted behind the answer.
    await until(async () => {
      const { data } = await askGraph<Listed>(provider.subgraph, airline, { query: LIST });
      return data.apiClients.edges.some(({ node }) => node.id === client.id && node.lastUsedAt !== null);
    });
    await askGraph(provider.subgraph, airline, { query: DISABLE, variables: { id: client.id } });
    await expect(grant(client.id, secret)).rejects.toMatchObject({ error: 'invalid_client' });
  });
});
