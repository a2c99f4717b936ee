import { SIGNATURE_HEADER, signRequest } from '@fleetgraph/kit/auth/sign-request';
import type { TestSubgraph } from '@fleetgraph/kit/testing/start-test-subgraph';
import { EmailVerificationRequestedSchema, PasswordResetRequestedSchema } from '@fleetgraph/schema/events/users_pb';
import type { Configuration } from 'openid-client';
import { clientCredentialsGrant } from 'openid-client';

const LINKS = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on EmailVerification { link } ... on PasswordReset { link } }
}`;

/** Asks for the links of all mails of a kind as notifications would: as a service, by the ids of the recorded events. */
export async function mailedLinks(
  subgraph: TestSubgraph,
  service: Configuration,
  kind: 'EmailVerification' | 'PasswordReset',
): Promise<(string | null)[]> {
  const ids =
    kind === 'EmailVerification'
      ? (await subgraph.events(EmailVerificationRequestedSchema)).map(({ verificationId }) => verificationId)
      : (await subgraph.events(PasswordResetRequestedSchema)).map(({ resetId }) => resetId);
  const representations = ids.map((id) => ({ __typename: kind, id }));
  const { access_token: token } = await clientCredentialsGrant(service, { scope: 'users:contact' });
  const { data } = await askGraph<{ _entities: { link: string | null }[] }>(subgraph, token, {
    query: LINKS,
    variables: { representations },
  });
  return data._entities.map(({ link }) => link);
}

/** Sends an operation with a real token of the provider, signed as the router signs. */
export async function askGraph<Data>(
  { running }: TestSubgraph,
  token: string,
  operation: { query: string; variables?: Record<string, unknown> },
): Promise<{ data: Data; errors?: readonly { extensions: { code: string } }[] }> {
  const body = JSON.stringify(operation);
  const authorization = `Bearer ${token}`;
  const [secret = ''] = running.runtime.options.routerSignatureSecrets;
  const signature = signRequest(secret, { method: 'POST', path: '/graphql', body, authorization });
  const headers = { 'content-type': 'application/json', authorization, [SIGNATURE_HEADER]: signature };
  const answer = await fetch(running.url, { method: 'POST', headers, body });
  // The shape of a GraphQL answer; `Data` is the caller's knowledge of its own document.
  return (await answer.json()) as { data: Data };
}
