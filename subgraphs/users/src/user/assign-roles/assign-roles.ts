import { transact } from '@fleetgraph/kit/database/transact';
import { FieldFault, InputInvalid } from '@fleetgraph/kit/graphql/common-errors';
import type { Role } from '@fleetgraph/schema/roles';
import { LockMode } from '@mikro-orm/core';
import type { EntityManager } from '@mikro-orm/postgresql';
import { endSessions } from '../../account/account-links/end-sessions.js';
import { Organisation } from '../../organisation/organisation.entity.js';
import { OrganisationNotFound } from '../../organisation/organisation.errors.js';
import { isUuid } from '../is-uuid.js';
import { User } from '../user.entity.js';
import { OwnRights, UserNotFound } from '../user.errors.js';

/** What a person is to be, and who decided it. */
export interface Assignment {
  readonly userId: string;
  readonly roles: readonly Role[];
  readonly organisationId: string | null;
  readonly decidedBy: string;
}

/** Replaces a person's roles. Sessions end, so that rights which were taken away are gone with the next token. */
export async function assignRoles(
  em: EntityManager,
  { userId, roles, organisationId, decidedBy }: Assignment,
): Promise<User> {
  const faults = faultsOf(roles, organisationId);
  if (faults.length > 0) throw new InputInvalid(faults);
  if (userId === decidedBy) throw new OwnRights();

  return transact(em, async (tx) => {
    if (organisationId !== null && !(await exists(tx, organisationId))) throw new OrganisationNotFound(organisationId);
    const user = isUuid(userId)
      ? await tx.findOne(User, { id: userId }, { lockMode: LockMode.PESSIMISTIC_WRITE })
      : null;
    if (user === null) throw new UserNotFound(userId);
    user.assignRoles([...new Set(roles)], organisationId);
    await tx.flush();
    await endSessions(tx, user.id);
    return user;
  });
}

const exists = async (tx: EntityManager, id: string): Promise<boolean> =>
  isUuid(id) && (await tx.count(Organisation, { id })) === 1;

function faultsOf(roles: readonly Role[], organisationId: string | null): FieldFault[] {
  const isPartner = roles.some((role) => role === 'PARTNER_ADMIN');
  const isStaff = roles.some((role) => !['CUSTOMER', 'DRIVER', 'PARTNER_ADMIN', 'PARTNER_CLIENT'].includes(role));
  return [
    ...(roles.length === 0 ? [new FieldFault('roles', 'Give at least one role.')] : []),
    ...(roles.includes('PARTNER_CLIENT')
      ? [new FieldFault('roles', 'PARTNER_CLIENT is for programs: create an API client.')]
      : []),
    ...(isPartner && organisationId === null
      ? [new FieldFault('organisationId', "A partner's people belong to an organisation.")]
      : []),
    // A token with an organisation is scoped to its rows; a staff role on top would read as more than it gives.
    ...(isStaff && organisationId !== null
      ? [new FieldFault('organisationId', "The operator's own people belong to no partner.")]
      : []),
  ];
}
