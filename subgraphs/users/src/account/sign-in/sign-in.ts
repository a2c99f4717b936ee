import { sqlOne } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import { isPassword } from '../password/hash-password.js';
import { foldEmail } from '../register/fold-email.js';
import type { Throttle } from '../throttle/create-throttle.js';

/** One try to sign in. */
export interface Credentials {
  readonly email: string;
  readonly password: string;
  /** Network address of the browser. */
  readonly address: string;
}

/** What came of a try. Unknown address and wrong password are one answer. */
export type SignInOutcome =
  | { readonly kind: 'signedIn'; readonly userId: string }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'paused'; readonly seconds: number }
  | { readonly kind: 'suspended' };

/** Checks a password, slowed down after bad tries; takes the same time for unknown addresses. */
export async function signIn(em: EntityManager, throttle: Throttle, credentials: Credentials): Promise<SignInOutcome> {
  const email = foldEmail(credentials.email);
  const attempt = { account: email, address: credentials.address };
  const seconds = await throttle.begin(attempt);
  if (seconds !== undefined) return { kind: 'paused', seconds };

  const user = await sqlOne<{ id: string; password_hash: string | null; is_suspended: boolean }>(
    em,
    'select id, password_hash, suspended_at is not null as is_suspended from person where email = $1',
    [email],
  );
  if (!(await isPassword(user?.password_hash, credentials.password)) || user === undefined) return { kind: 'wrong' };
  await throttle.succeed(attempt);
  return user.is_suspended ? { kind: 'suspended' } : { kind: 'signedIn', userId: user.id };
}
