import { randomUUID } from 'node:crypto';
import type { TestSubgraph, TestViewer } from '@fleetgraph/kit/testing/start-test-subgraph';
import { UserSuspendedSchema } from '@fleetgraph/schema/events/users_pb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestPeople } from '../../testing/start-test-people.js';

let users: TestSubgraph;
let carla: TestViewer;
let paul: TestViewer;
let agent: TestViewer;
let admin: TestViewer;
let hotelAdmin: TestViewer;
let hotelId: string;

beforeAll(async () => {
  ({ users, carla, paul, agent, admin, hotelAdmin, hotelId } = await startTestPeople());
});
afterAll(() => users.stop());

describe('admins', () => {
  const SUSPEND = `mutation ($userId: ID!) { suspendUser(input: { userId: $userId, reason: "fraud check" }) { __typename
    ... on SuspendUserSuccess { user { suspendedAt } } } }`;
  const ASSIGN = `mutation ($input: AssignRolesInput!) { assignRoles(input: $input) { __typename
    ... on AssignRolesSuccess { user { roles organisation { name } } } ... on InputInvalid { fields { path } } } }`;

  it('keep people out and let them in again; nobody else does', async () => {
    const { data } = await users.query<{ suspendUser: { user: { suspendedAt: string } } }>(
      SUSPEND,
      { userId: paul.subject },
      { as: admin },
    );
    expect(data?.suspendUser.user.suspendedAt).toBeTruthy();
    expect((await users.events(UserSuspendedSchema)).map(({ userId, reason }) => [userId, reason])).toEqual([
      [paul.subject, 'fraud check'],
    ]);
    const REINSTATE =
      'mutation ($userId: ID!) { reinstateUser(input: { userId: $userId }) { ... on ReinstateUserSuccess { user { suspendedAt } } } }';
    expect((await users.query(REINSTATE, { userId: paul.subject }, { as: admin })).data).toEqual({
      reinstateUser: { user: { suspendedAt: null } },
    });
    for (const as of [carla, agent, hotelAdmin]) {
      expect((await users.query(SUSPEND, { userId: paul.subject }, { as })).errors?.[0]?.extensions?.code).toBe(
        'FORBIDDEN',
      );
    }
  });

  it.each([
    ['themselves', () => admin.subject, 'OwnRights'],
    ['who does not exist', () => randomUUID(), 'UserNotFound'],
    ['what is no id', () => 'x', 'UserNotFound'],
  ])('cannot suspend %s', async (_whom, userId, typename) => {
    const { data } = await users.query(SUSPEND, { userId: userId() }, { as: admin });
    expect(data).toEqual({ suspendUser: { __typename: typename } });
  });

  it('assign roles that fit together', async () => {
    const assign = async (roles: string[], organisationId: string | null = null) => {
      const { data } = await users.query<{ assignRoles: unknown }>(
        ASSIGN,
        { input: { userId: paul.subject, roles, organisationId } },
        { as: admin },
      );
      return data?.assignRoles;
    };
    expect(await assign(['FINANCE', 'AGENT'])).toMatchObject({
      user: { roles: ['FINANCE', 'AGENT'], organisation: null },
    });
    expect(await assign(['PARTNER_ADMIN'], hotelId)).toMatchObject({ user: { organisation: { name: 'Hotel' } } });
    expect(await assign(['PARTNER_ADMIN'])).toMatchObject({ fields: [{ path: 'organisationId' }] });
    expect(await assign(['ADMIN'], hotelId)).toMatchObject({ fields: [{ path: 'organisationId' }] });
    expect(await assign([])).toMatchObject({ fields: [{ path: 'roles' }] });
    expect(await assign(['PARTNER_ADMIN'], randomUUID())).toMatchObject({ __typename: 'OrganisationNotFound' });
  });
});
