import { transact } from '@fleetgraph/kit/database/transact';
import { record } from '@fleetgraph/kit/events/record';
import { UserSuspendedSchema } from '@fleetgraph/schema/events/users_pb';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { endSessions } from '../../account/account-links/end-sessions.js';
import { isUuid } from '../is-uuid.js';
import { User } from '../user.entity.js';
import { OwnRights, UserNotFound } from '../user.errors.js';

/** Whom to keep out or let in again, and who decided it. */
export interface Suspension {
  readonly userId: string;
  readonly decidedBy: string;
}

/** Keeps a person out: no sign-in, no renewal. Repeating it changes the reason only. */
export function suspendUser(em: EntityManager, { reason, ...who }: Suspension & { reason: string }): Promise<User> {
  return change(em, who, async (tx, user) => {
    user.suspend(reason, new Date());
    await endSessions(tx, user.id);
    await record(tx, UserSuspendedSchema, { key: user.id, payload: { userId: user.id, reason } });
  });
}

/** Lets a person in again. */
export function reinstateUser(em: EntityManager, who: Suspension): Promise<User> {
  return change(em, who, async (_tx, user) => user.reinstate());
}

function change(
  em: EntityManager,
  { userId, decidedBy }: Suspension,
  work: (tx: EntityManager, user: User) => Promise<void>,
): Promise<User> {
  return transact(em, async (tx) => {
    if (userId === decidedBy) throw new OwnRights();
    const user = isUuid(userId)
      ? await tx.findOne(User, { id: userId }, { lockMode: LockMode.PESSIMISTIC_WRITE })
      : null;
    if (user === null) throw new UserNotFound(userId);
    await work(tx, user);
    return user;
  });
}
