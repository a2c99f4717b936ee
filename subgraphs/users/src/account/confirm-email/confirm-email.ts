import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { sqlOne, sqlRun } from '@fleetgraph/kit/database/sql';
import { transact } from '@fleetgraph/kit/database/transact';
import { record } from '@fleetgraph/kit/events/record';
import { EmailVerifiedSchema } from '@fleetgraph/schema/events/users_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import { endSessions } from '../account-links/end-sessions.js';
import { repeatVerification } from '../account-links/request-link.js';
import { foldEmail } from '../register/fold-email.js';

interface OpenedVerification {
  readonly user_id: string;
  readonly password_hash: string | null;
  readonly display_name: string | null;
}

/** Confirms the address by the id of a link, once, in time; false when the link no longer counts. */
export function confirmEmail(em: EntityManager, verificationId: string): Promise<boolean> {
  return transact(em, async (tx) => {
    const opened = await sqlOne<OpenedVerification>(
      tx,
      `update email_verification set used_at = clock_timestamp()
        where id = $1 and used_at is null and expires_at > clock_timestamp()
        returning user_id, password_hash, display_name`,
      [verificationId],
    );
    if (opened === undefined) return false;
    return adoptRegistration(tx, opened);
  });
}

/** Asks for another confirmation mail, if there is an account that needs one; the caller is told nothing. */
export function resendVerification(em: EntityManager, email: string): Promise<void> {
  return transact(em, async (tx) => {
    const user = await sqlOne<{ id: string }>(
      tx,
      'select id from person where email = $1 and email_verified_at is null and suspended_at is null',
      [foldEmail(email)],
    );
    if (user !== undefined) await repeatVerification(tx, user.id);
  });
}

/** The address is proved to belong to whoever typed *this* registration, so its password counts and others' sessions end. */
async function adoptRegistration(tx: EntityManager, opened: OpenedVerification): Promise<boolean> {
  const before = await sqlOne<{ password_hash: string | null }>(
    tx,
    'select password_hash from person where id = $1 and email_verified_at is null for update',
    [opened.user_id],
  );
  if (before === undefined) return false;
  const verified = await sqlOne<{ email_verified_at: Date }>(
    tx,
    `update person set email_verified_at = clock_timestamp(), version = version + 1,
            password_hash = coalesce($2, password_hash), display_name = coalesce($3, display_name)
      where id = $1 returning email_verified_at`,
    [opened.user_id, opened.password_hash, opened.display_name],
  );
  if (verified === undefined) throw new Error('the row is locked by this transaction');
  if (opened.password_hash !== null && opened.password_hash !== before.password_hash) {
    await endSessions(tx, opened.user_id);
  }
  await sqlRun(tx, 'update email_verification set used_at = clock_timestamp() where user_id = $1 and used_at is null', [
    opened.user_id,
  ]);
  const payload = { userId: opened.user_id, at: timestampFromDate(verified.email_verified_at) };
  await record(tx, EmailVerifiedSchema, { key: opened.user_id, payload });
  return true;
}
