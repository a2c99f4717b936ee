import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { sqlOne } from '@fleetgraph/kit/database/sql';
import { record } from '@fleetgraph/kit/events/record';
import { EmailVerificationRequestedSchema, PasswordResetRequestedSchema } from '@fleetgraph/schema/events/users_pb';
import type { EntityManager } from '@mikro-orm/postgresql';

interface LinkRow {
  readonly id: string;
  readonly expires_at: Date;
}

/** What was typed at a registration, to be taken over when its link is opened. */
export interface TypedAtRegistration {
  readonly passwordHash: string;
  readonly displayName: string;
}

/** Asks for a mail with a link that confirms the address; it lives for a day. */
export async function requestVerification(
  tx: EntityManager,
  userId: string,
  typed: TypedAtRegistration,
): Promise<void> {
  const row = await sqlOne<LinkRow>(
    tx,
    `insert into email_verification (user_id, password_hash, display_name, expires_at)
     values ($1, $2, $3, clock_timestamp() + interval '24 hours') returning id, expires_at`,
    [userId, typed.passwordHash, typed.displayName],
  );
  await announceVerification(tx, userId, row);
}

/** Asks for another mail; what the last registration typed stays what its link takes over. */
export async function repeatVerification(tx: EntityManager, userId: string): Promise<void> {
  const row = await sqlOne<LinkRow>(
    tx,
    `insert into email_verification (user_id, password_hash, display_name, expires_at)
     select user_id, password_hash, display_name, clock_timestamp() + interval '24 hours'
       from email_verification where user_id = $1 order by requested_at desc, id desc limit 1
     returning id, expires_at`,
    [userId],
  );
  // Accounts that staff made have no registration to repeat.
  if (row !== undefined) await announceVerification(tx, userId, row);
}

/** Asks for a mail with a link that sets a new password; it lives for an hour. */
export async function requestReset(tx: EntityManager, userId: string): Promise<void> {
  const row = await sqlOne<LinkRow>(
    tx,
    `insert into password_reset (user_id, expires_at) values ($1, clock_timestamp() + interval '1 hour')
     returning id, expires_at`,
    [userId],
  );
  if (row === undefined) throw new Error('insert … returning gives one row');
  const payload = { userId, resetId: row.id, expiresAt: timestampFromDate(row.expires_at) };
  await record(tx, PasswordResetRequestedSchema, { key: userId, payload });
}

async function announceVerification(tx: EntityManager, userId: string, row: LinkRow | undefined): Promise<void> {
  if (row === undefined) throw new Error('insert … returning gives one row');
  const payload = { userId, verificationId: row.id, expiresAt: timestampFromDate(row.expires_at) };
  await record(tx, EmailVerificationRequestedSchema, { key: userId, payload });
}
