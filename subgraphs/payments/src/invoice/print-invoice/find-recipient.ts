import { createServiceCaller, type ServiceCaller } from '@fleetgraph/kit/auth/service-caller';
import type { SubgraphRuntime } from '@fleetgraph/kit/graphql/runtime';
import type { PaymentsOptions } from '../../config.js';

const CONTACT = `query InvoiceRecipient($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on User { contact { displayName } } }
}`;

interface Contacts {
  readonly _entities: readonly ({ readonly contact: { readonly displayName: string } | null } | null)[];
}

const callers = new WeakMap<PaymentsOptions, ServiceCaller>();

/** The name on a document, asked from users; undefined when there is nobody to ask or no answer now. */
export async function findRecipient(
  options: PaymentsOptions,
  customerId: string | null,
  logger: SubgraphRuntime['logger'],
): Promise<string | undefined> {
  const ask = callerOf(options);
  if (customerId === null || options.usersUrl === undefined || ask === undefined) return undefined;
  const representations = [{ __typename: 'User', id: customerId }];
  try {
    const { _entities: users } = await ask<Contacts>(options.usersUrl, CONTACT, { representations });
    return users[0]?.contact?.displayName;
  } catch (error) {
    // A document with an id instead of a name is better than none; the next print asks again.
    logger.warn({ err: error }, 'the recipient of an invoice could not be asked');
    return undefined;
  }
}

function callerOf(options: PaymentsOptions): ServiceCaller | undefined {
  const { serviceClient: client, issuer, audience, routerSignatureSecrets } = options;
  const [signatureSecret] = routerSignatureSecrets;
  const known = callers.get(options);
  if (known !== undefined || client === undefined || signatureSecret === undefined) return known;
  const caller = createServiceCaller({ client, issuer, audience, signatureSecret, scope: 'users:contact' });
  callers.set(options, caller);
  return caller;
}
