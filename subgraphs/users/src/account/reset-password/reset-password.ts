import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { sqlOne, sqlRun } from '@fleetgraph/kit/database/sql';
import { transact } from '@fleetgraph/kit/database/transact';
import { record } from '@fleetgraph/kit/events/record';
import { EmailVerifiedSchema, PasswordChangedSchema } from '@fleetgraph/schema/events/users_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import { endSessions } from '../account-links/end-sessions.js';
import { requestReset } from '../account-links/request-link.js';
import { hashPassword } from '../password/hash-password.js';
import { foldEmail } from '../register/fold-email.js';

/** Asks for a mail with a link to a new password, if there is such an account; the caller is told nothing. */
export function requestPasswordReset(em: EntityManager, email: string): Promise<void> {
  return transact(em, async (tx) => {
    const user = await sqlOne<{ id: string }>(tx, 'select id from person where email = $1 and suspended_at is null', [
      foldEmail(email),
    ]);
    if (user !== undefined) await requestReset(tx, user.id);
  });
}

/** Address of the account that an open link belongs to, for the password rules; undefined when the link no longer counts. */
export async function emailOfReset(em: EntityManager, resetId: string): Promise<string | undefined> {
  const row = await sqlOne<{ email: string }>(
    em,
    `select email from password_reset join person on person.id = user_id
      where password_reset.id = $1 and used_at is null and expires_at > clock_timestamp() and suspended_at is null`,
    [resetId],
  );
  return row?.email;
}

/**
 * Sets a new password by the id of a link, once, in time, and ends every session. The mailbox proves the address, too.
 * False when the link no longer counts.
 */
export async function setPassword(em: EntityManager, resetId: string, password: string): Promise<boolean> {
  const passwordHash = await hashPassword(password);
  return transact(em, async (tx) => {
    const link = await sqlOne<{ user_id: string }>(
      tx,
      `update password_reset set used_at = clock_timestamp()
        where id = $1 and used_at is null and expires_at > clock_timestamp() returning user_id`,
      [resetId],
    );
    if (link === undefined) return false;
    const userId = link.user_id;
    await sqlRun(tx, 'update password_reset set used_at = clock_timestamp() where user_id = $1 and used_at is null', [
      userId,
    ]);
    const changed = await changeRow(tx, userId, passwordHash);
    if (changed === undefined) return false;
    await endSessions(tx, userId);
    const at = timestampFromDate(changed.at);
    if (changed.was_unverified) await record(tx, EmailVerifiedSchema, { key: userId, payload: { userId, at } });
    await record(tx, PasswordChangedSchema, { key: userId, payload: { userId, at } });
    return true;
  });
}

const changeRow = (tx: EntityManager, userId: string, passwordHash: string) =>
  sqlOne<{ at: Date; was_unverified: boolean }>(
    tx,
    `update person set password_hash = $2, email_verified_at = coalesce(person.email_verified_at, clock_timestamp()),
            version = person.version + 1
       from (select id, email_verified_at is null as was_unverified from person where id = $1 for update) as before
      where person.id = before.id and suspended_at is null
      returning clock_timestamp() as at, was_unverified`,
    [userId, passwordHash],
  );
