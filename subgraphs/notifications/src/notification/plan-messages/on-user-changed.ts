import { sqlRun } from '@fleetgraph/kit/database/sql';
import { consume } from '@fleetgraph/kit/events/consume';
import {
  EmailVerificationRequestedSchema,
  EmailVerifiedSchema,
  PasswordChangedSchema,
  PasswordResetRequestedSchema,
  type ProfileChanged,
  ProfileChangedSchema,
} from '@fleetgraph/schema/events/users_pb';
import type { EntityManager } from '@mikro-orm/postgresql';
import { planMessage } from './plan-message.js';

/** Sends links that persons asked for, welcomes them, and remembers their language. */
export const onUserChanged = consume(
  [
    EmailVerificationRequestedSchema,
    EmailVerifiedSchema,
    PasswordResetRequestedSchema,
    PasswordChangedSchema,
    ProfileChangedSchema,
  ],
  'notifications.tell-about-accounts',
  async (tx, event, { id: eventId }) => {
    const common = { eventId, userId: event.userId };
    switch (event.$typeName) {
      case 'fleetgraph.users.v1.EmailVerificationRequested':
        return planMessage(tx, { ...common, template: 'verify-email', params: { linkId: event.verificationId } });
      case 'fleetgraph.users.v1.PasswordResetRequested':
        return planMessage(tx, { ...common, template: 'reset-password', params: { linkId: event.resetId } });
      case 'fleetgraph.users.v1.EmailVerified':
        return planMessage(tx, { ...common, template: 'welcome', params: {} });
      case 'fleetgraph.users.v1.PasswordChanged':
        return planMessage(tx, { ...common, template: 'password-changed', params: {} });
      case 'fleetgraph.users.v1.ProfileChanged':
        return rememberLanguage(tx, event);
    }
  },
);

async function rememberLanguage(tx: EntityManager, { userId, locale, version }: ProfileChanged): Promise<void> {
  await sqlRun(
    tx,
    `insert into recipient (user_id, locale, profile_version) values ($1, $2, $3)
     on conflict on constraint recipient_pkey do update set locale = excluded.locale, profile_version = excluded.profile_version
      where recipient.profile_version < excluded.profile_version`,
    [userId, locale, version],
  );
}
