import { sqlAll } from '@fleetgraph/kit/database/sql';
import { batchedReference } from '@fleetgraph/kit/graphql/reference';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { UsersContext } from '../../context.js';
import { type LinkPurpose, linkToken } from '../../secrets/link-token.js';
import { isUuid } from '../../user/is-uuid.js';
import type { EmailVerification } from './account-links.type.js';

interface Link {
  readonly id: string;
  readonly expires_at: Date;
}

const PAGES: Readonly<Record<LinkPurpose, { table: string; path: string }>> = {
  'verify-email': { table: 'email_verification', path: '/verify-email' },
  'reset-password': { table: 'password_reset', path: '/reset-password/new' },
};

const referenceTo = (purpose: LinkPurpose) =>
  batchedReference<{ id: string }, EmailVerification, UsersContext>(async (wanted, { em, secrets, issuer }) => {
    const open = await openLinks(
      em,
      purpose,
      wanted.map(({ id }) => id),
    );
    return wanted.map(({ id }) => {
      const link = open.get(id);
      if (link === undefined) return { id, link: null, expiresAt: null };
      const url = `${issuer}${PAGES[purpose].path}?token=${linkToken(secrets, purpose, id)}`;
      return { id, link: url, expiresAt: link.expires_at };
    });
  });

/** The link of a verification mail, computed when it is asked for. */
export const emailVerificationReference = referenceTo('verify-email');

/** The link of a password mail, computed when it is asked for. */
export const passwordResetReference = referenceTo('reset-password');

async function openLinks(em: EntityManager, purpose: LinkPurpose, ids: readonly string[]): Promise<Map<string, Link>> {
  const rows = await sqlAll<Link>(
    em,
    `select id, expires_at from ${PAGES[purpose].table}
      where id = any($1::uuid[]) and used_at is null and expires_at > clock_timestamp()`,
    [ids.filter(isUuid)],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
