import { sqlRun } from '@fleetgraph/kit/database/sql';
import { transact } from '@fleetgraph/kit/database/transact';
import { record } from '@fleetgraph/kit/events/record';
import { FieldFault, InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import { ProfileChangedSchema } from '@fleetgraph/schema/events/users_pb';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { nameFault } from '../name-rules.js';
import { type ProfileValues, User } from '../user.entity.js';

/** A change of a person's own profile; what is left out stays. */
export interface ProfileChange {
  readonly userId: string;
  readonly changedBy: string;
  readonly values: Partial<ProfileValues>;
}

/** Changes a profile and keeps what it was before. Changing nothing leaves no trace. */
export async function updateProfile(em: EntityManager, { userId, changedBy, values }: ProfileChange): Promise<User> {
  const fault = values.displayName === undefined ? undefined : nameFault(values.displayName);
  if (fault !== undefined) throw new InputInvalid([new FieldFault('displayName', fault)]);

  return transact(em, async (tx) => {
    const user = await tx.findOneOrFail(User, { id: userId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    const before = user.profile;
    if (!user.editProfile(values)) return user;
    await sqlRun(
      tx,
      'insert into profile_change (user_id, version, before, changed_by) values ($1, $2, $3::jsonb, $4)',
      [user.id, user.version, JSON.stringify(before), changedBy],
    );
    const { locale, timeZone, version } = user;
    await record(tx, ProfileChangedSchema, { key: userId, payload: { userId, locale, timeZone, version } });
    return user;
  });
}
