import { createServiceCaller, type ServiceCaller } from '@fleetgraph/kit/auth/service-caller';
import type { NotificationsOptions } from '../config.js';

/** Where a person's mail goes and in which language. */
export interface Contact {
  readonly email: string;
  readonly locale: string;
}

/** Entities of the users subgraph that hold a secret link. */
export type LinkKind = 'EmailVerification' | 'PasswordReset';

/** Asks users for what no event carries: addresses and secret links. */
export interface Directory {
  /** Null for a person who is gone. */
  contactOf(userId: string): Promise<Contact | null>;
  /** Null when the link was used or is too old. */
  linkOf(kind: LinkKind, id: string): Promise<string | null>;
}

const CONTACT = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { contact { email locale } } } }';

/** Opens the directory as a machine client with the scope `users:contact`. */
export function openDirectory({
  usersUrl,
  serviceClient,
  issuer,
  audience,
  routerSignatureSecrets: [secret],
}: NotificationsOptions): Directory {
  if (serviceClient === undefined || secret === undefined)
    throw new Error('notifications needs a service client to ask users for addresses');
  const call = createServiceCaller({
    client: serviceClient,
    issuer,
    audience,
    signatureSecret: secret,
    scope: 'users:contact',
  });
  return {
    contactOf: async (userId) =>
      (await entity<{ contact: Contact | null }>(call, CONTACT, { __typename: 'User', id: userId }))?.contact ?? null,
    linkOf: async (kind, id) => {
      const document = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${kind} { link } } }`;
      return (await entity<{ link: string | null }>(call, document, { __typename: kind, id }))?.link ?? null;
    },
  };

  async function entity<Entity>(ask: ServiceCaller, document: string, representation: object): Promise<Entity | null> {
    const { _entities: entities } = await ask<{ _entities: readonly (Entity | null)[] }>(usersUrl, document, {
      r: [representation],
    });
    return entities[0] ?? null;
  }
}
