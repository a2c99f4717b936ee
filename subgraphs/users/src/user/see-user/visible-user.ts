import { isStaffWith, type Viewer } from '@fleetgraph/kit/auth/viewer';
import type { User } from '../user.entity.js';
import type { UserType } from '../user.type.js';

/** True for the person themselves and for staff that may read people. */
export const maySeePerson = (viewer: Viewer | undefined, userId: string): boolean =>
  viewer?.subject === userId || isStaffWith(viewer, 'users:read');

/** A person whom the viewer may not see: the same whether there is such a person or not. */
export const unseenUser = (id: string): UserType => ({
  id,
  displayName: null,
  email: null,
  isEmailVerified: null,
  roles: null,
  profile: null,
  createdAt: null,
  suspendedAt: null,
  organisationId: null,
});

/** Everything about a person that the graph can tell. */
export const seenUser = (user: User): UserType => ({
  id: user.id,
  displayName: user.displayName,
  email: user.email,
  isEmailVerified: user.emailVerifiedAt !== null,
  roles: user.roles,
  profile: { locale: user.locale, timeZone: user.timeZone, phone: user.phone, currency: user.currency },
  createdAt: user.createdAt,
  suspendedAt: user.suspendedAt,
  organisationId: user.organisationId,
});
