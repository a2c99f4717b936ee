import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { sqlOne } from '@fleetgraph/kit/database/sql';
import { transact } from '@fleetgraph/kit/database/transact';
import { record } from '@fleetgraph/kit/events/record';
import { UserRegisteredSchema } from '@fleetgraph/schema/events/users_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import { requestReset, requestVerification } from '../account-links/request-link.js';
import { hashPassword } from '../password/hash-password.js';
import { foldEmail } from './fold-email.js';

/** What a stranger gives to get an account. There is no role in it: everybody starts as a customer. */
export interface Registration {
  readonly email: string;
  readonly displayName: string;
  readonly password: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly currency: string;
}

/**
 * Makes an account and asks for its confirmation mail. Says nothing about whether the address was known: who opens the
 * mailbox learns it there. The password is hashed in any case, so the time does not tell either.
 */
export async function register(em: EntityManager, registration: Registration): Promise<void> {
  const typed = { passwordHash: await hashPassword(registration.password), displayName: registration.displayName };
  await transact(em, async (tx) => {
    const user = await insertOrFind(tx, registration, typed.passwordHash);
    if (user.created_at !== null) {
      const payload = { userId: user.id, at: timestampFromDate(user.created_at) };
      await record(tx, UserRegisteredSchema, { key: user.id, payload });
    }
    if (user.is_suspended) return;
    // The address is not proved yet: the password of whoever opens *their* link will count, not the first one typed.
    if (!user.is_verified) await requestVerification(tx, user.id, typed);
    else await requestReset(tx, user.id);
  });
}

interface InsertedOrFound {
  readonly id: string;
  readonly created_at: Date | null;
  readonly is_verified: boolean;
  readonly is_suspended: boolean;
}

async function insertOrFind(tx: EntityManager, registration: Registration, hash: string): Promise<InsertedOrFound> {
  const { displayName, locale, timeZone, currency } = registration;
  const email = foldEmail(registration.email);
  const inserted = await sqlOne<InsertedOrFound>(
    tx,
    `insert into person (email, password_hash, display_name, roles, locale, time_zone, currency)
     values ($1, $2, $3, array['CUSTOMER'], $4, $5, $6)
     on conflict (email) do nothing
     returning id, created_at, false as is_verified, false as is_suspended`,
    [email, hash, displayName, locale, timeZone, currency],
  );
  const user =
    inserted ??
    (await sqlOne<InsertedOrFound>(
      tx,
      `select id, null as created_at, email_verified_at is not null as is_verified, suspended_at is not null as is_suspended
         from person where email = $1`,
      [email],
    ));
  if (user === undefined) throw new Error('the address is either new or taken');
  return user;
}
