import {
  type Connection,
  type ConnectionArgs,
  decodeCursor,
  pageSize,
  toConnection,
} from '@fleetgraph/kit/graphql/connection';
import type { Role } from '@fleetgraph/schema/roles';
import type { EntityManager, FilterQuery } from '@mikro-orm/postgresql';
import { isUuid } from '../is-uuid.js';
import { seenUser } from '../see-user/visible-user.js';
import { User } from '../user.entity.js';
import type { UserType } from '../user.type.js';

/** Which people to list. */
export interface UserSearch {
  readonly text?: string | null;
  readonly role?: Role | null;
  readonly isSuspended?: boolean | null;
}

/** One page of people, ordered by id: version 7 ids grow with time, so pages stay stable while people register. */
export async function listUsers(
  em: EntityManager,
  page: ConnectionArgs,
  search: UserSearch,
): Promise<Connection<UserType>> {
  const first = pageSize(page.first);
  const conditions: FilterQuery<User>[] = [];
  if (page.after != null) conditions.push({ id: { $gt: idOfCursor(page.after) } });
  if (search.text != null && search.text.trim() !== '') conditions.push(matches(search.text.trim()));
  if (search.role != null) conditions.push({ roles: { $contains: [search.role] } });
  if (search.isSuspended != null) conditions.push({ suspendedAt: search.isSuspended ? { $ne: null } : null });

  const users = await em.find(User, { $and: conditions }, { orderBy: { id: 'asc' }, limit: first + 1 });
  return toConnection(users, { first, after: page.after }, { cursor: ({ id }) => [id], node: seenUser });
}

function matches(text: string): FilterQuery<User> {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  return { $or: [{ displayName: { $ilike: pattern } }, { email: { $ilike: pattern } }] };
}

function idOfCursor(cursor: string): string {
  const [id] = decodeCursor(cursor);
  // A well-formed cursor of another list finds nothing behind it.
  return typeof id === 'string' && isUuid(id) ? id : 'ffffffff-ffff-ffff-ffff-ffffffffffff';
}
