import { allowInsecureRequests, ClientSecretBasic, Configuration, clientCredentialsGrant } from 'openid-client';
import { request } from 'undici';
import type { ServiceClient } from '../config/subgraph-options.js';
import { SIGNATURE_HEADER, signRequest } from './sign-request.js';

/** Asks another subgraph's graph as a machine client; resolves with `data`, rejects on any error. */
export type ServiceCaller = <Data>(url: string, document: string, variables?: Record<string, unknown>) => Promise<Data>;

/** What a service caller needs to be let in. */
export interface ServiceCallerOptions {
  readonly client: ServiceClient;
  readonly issuer: string;
  readonly audience: string;
  readonly signatureSecret: string;
  readonly scope: string;
}

/** How early a token is renewed before it expires. */
const RENEW_BEFORE_MS = 30_000;

/** Makes a caller that holds one client-credentials token at a time and signs each request like the router. */
export function createServiceCaller(options: ServiceCallerOptions): ServiceCaller {
  const accessToken = createTokenSource(options);

  return async <Data>(url: string, document: string, variables: Record<string, unknown> = {}) => {
    const authorization = `Bearer ${await accessToken()}`;
    const body = JSON.stringify({ query: document, variables });
    const path = new URL(url).pathname;
    const signature = signRequest(options.signatureSecret, { method: 'POST', path, body, authorization });
    const answer = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization, [SIGNATURE_HEADER]: signature },
      body,
      headersTimeout: 5_000,
      bodyTimeout: 5_000,
    });
    // The shape of a GraphQL answer; `Data` is the caller's knowledge of its own document.
    const { data, errors } = (await answer.body.json()) as { data?: Data; errors?: { message: string }[] };
    if (errors !== undefined || data === undefined) {
      throw new Error(`A subgraph refused a service call: ${errors?.map(({ message }) => message).join('; ')}`);
    }
    return data;
  };
}

function createTokenSource({ client, issuer, audience, scope }: ServiceCallerOptions): () => Promise<string> {
  const configuration = new Configuration(
    { issuer, token_endpoint: client.tokenUrl },
    client.id,
    {},
    ClientSecretBasic(client.secret),
  );
  // Inside one machine or cluster the token endpoint may be plain HTTP.
  if (client.tokenUrl.startsWith('http:')) allowInsecureRequests(configuration);
  const grant = async () => {
    const { access_token: token, expires_in: seconds = 60 } = await clientCredentialsGrant(configuration, {
      scope,
      resource: audience,
    });
    return { token, renewAt: Date.now() + seconds * 1000 - RENEW_BEFORE_MS };
  };
  let current: ReturnType<typeof grant> | undefined;

  return async () => {
    try {
      current ??= grant();
      if ((await current).renewAt <= Date.now()) current = grant();
      return (await current).token;
    } catch (cause) {
      current = undefined;
      throw cause;
    }
  };
}
