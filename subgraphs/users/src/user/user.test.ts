import { randomUUID } from 'node:crypto';
import { startTestSubgraph, type TestSubgraph, type TestViewer } from '@fleetgraph/kit/testing/start-test-subgraph';
import { ProfileChangedSchema, UserSuspendedSchema } from '@fleetgraph/schema/events/users_pb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { usersSettings } from '../config.js';
import { seedAccounts } from '../seed-accounts/seed-accounts.js';
import { usersSubgraph } from '../subgraph.js';

const secrets = ['a secret of tests that is long enough for everybody'];
let users: TestSubgraph;
let carla: TestViewer;
let paul: TestViewer;
let admin: TestViewer;
let agent: TestViewer;
let hotelAdmin: TestViewer;
let hotelId: string;

beforeAll(async () => {
  users = await startTestSubgraph(usersSubgraph(usersSettings(secrets)));
  const person = (name: string, role: 'CUSTOMER' | 'AGENT' | 'ADMIN') => ({
    email: `${name}@example.org`,
    password: 'three green trains',
    displayName: name,
    roles: [role],
    isEmailVerified: true,
  });
  const { userIds, organisationIds } = await seedAccounts(users.running.runtime.em(), {
    secrets,
    accounts: [
      person('carla', 'CUSTOMER'),
      person('paul', 'CUSTOMER'),
      person('agent', 'AGENT'),
      person('admin', 'ADMIN'),
      { ...person('hotel', 'CUSTOMER'), roles: ['PARTNER_ADMIN'], organisation: 'Hotel' },
    ],
    clients: [],
  });
  const viewer = (name: string) => ({ subject: userIds[`${name}@example.org`] ?? '' });
  carla = viewer('carla');
  paul = viewer('paul');
  agent = { ...viewer('agent'), roles: ['AGENT'] };
  admin = { ...viewer('admin'), roles: ['ADMIN'] };
  hotelId = organisationIds.Hotel ?? '';
  hotelAdmin = { ...viewer('hotel'), roles: ['PARTNER_ADMIN'], organisation: hotelId };
});
afterAll(() => users.stop());

const ME =
  '{ me { id displayName email roles isEmailVerified profile { locale timeZone currency phone } organisation { name } } }';
const USER = `query ($users: [_Any!]!) { _entities(representations: $users) {
  ... on User { id displayName email roles profile { locale } createdAt organisation { id } } } }`;
const refer = (...ids: string[]) => ({ users: ids.map((id) => ({ __typename: 'User', id })) });

describe('me', () => {
  it('is null for a stranger and everything about oneself for a person', async () => {
    expect((await users.query(ME)).data).toEqual({ me: null });
    const { data } = await users.query<{ me: object }>(ME, {}, { as: carla });
    expect(data?.me).toEqual({
      id: carla.subject,
      displayName: 'carla',
      email: 'carla@example.org',
      roles: ['CUSTOMER'],
      isEmailVerified: true,
      profile: { locale: 'en', timeZone: 'Europe/Berlin', currency: 'EUR', phone: null },
      organisation: null,
    });
  });

  it("tells a partner's people where they belong", async () => {
    const { data } = await users.query<{ me: object }>(ME, {}, { as: hotelAdmin });
    expect(data?.me).toMatchObject({ organisation: { name: 'Hotel' }, roles: ['PARTNER_ADMIN'] });
  });

  it('is refused without the signature of the router', async () => {
    expect((await users.query(ME, {}, { as: carla, signed: false })).errors?.[0]?.extensions?.code).toBe(
      'UNAUTHENTICATED',
    );
  });
});

describe('another person', () => {
  it('looks like nobody to customers, partners and strangers', async () => {
    const nobody = randomUUID();
    for (const as of [undefined, paul, hotelAdmin]) {
      const { data } = await users.query<{ _entities: { id: string }[] }>(
        USER,
        refer(carla.subject, nobody, 'no uuid'),
        as ? { as } : {},
      );
      const blank = { displayName: null, email: null, roles: null, profile: null, createdAt: null, organisation: null };
      expect(data?._entities).toEqual([carla.subject, nobody, 'no uuid'].map((id) => ({ id, ...blank })));
    }
  });

  it('is visible to themselves and to staff that may read people', async () => {
    for (const as of [carla, agent]) {
      const { data } = await users.query<{ _entities: object[] }>(USER, refer(carla.subject), { as });
      expect(data?._entities[0]).toMatchObject({ displayName: 'carla', email: 'carla@example.org' });
    }
  });

  it('has a contact for services only', async () => {
    const CONTACT =
      'query ($users: [_Any!]!) { _entities(representations: $users) { ... on User { contact { email locale displayName } } } }';
    const service = { subject: 'notifications', kind: 'client' as const, roles: [], scopes: ['users:contact'] };
    const { data } = await users.query<{ _entities: object[] }>(CONTACT, refer(carla.subject), { as: service });
    expect(data?._entities).toEqual([{ contact: { email: 'carla@example.org', locale: 'en', displayName: 'carla' } }]);
    for (const as of [carla, admin]) {
      const { errors } = await users.query(CONTACT, refer(carla.subject), { as });
      expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    }
  });
});

describe('the list of people', () => {
  const LIST = `query ($first: Int!, $after: String, $filter: UserFilter) {
    users(first: $first, after: $after, filter: $filter) { edges { node { email } } pageInfo { hasNextPage endCursor } } }`;
  interface Listed {
    users: { edges: { node: { email: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
  }

  it('is for staff', async () => {
    expect((await users.query(LIST, { first: 5 })).errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    for (const as of [carla, hotelAdmin]) {
      expect((await users.query(LIST, { first: 5 }, { as })).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    }
  });

  it('comes page by page', async () => {
    const emails: string[] = [];
    let after: string | null = null;
    for (let more = true; more; ) {
      const page: Listed | null | undefined = (await users.query<Listed>(LIST, { first: 2, after }, { as: agent }))
        .data;
      emails.push(...(page?.users.edges.map(({ node }) => node.email) ?? []));
      more = page?.users.pageInfo.hasNextPage ?? false;
      after = page?.users.pageInfo.endCursor ?? null;
    }
    expect(emails).toEqual(['carla', 'paul', 'agent', 'admin', 'hotel'].map((name) => `${name}@example.org`));
  });

  it.each([
    [{ text: 'CARL' }, ['carla@example.org']],
    [{ text: '%' }, []],
    [{ role: 'AGENT' }, ['agent@example.org']],
    [{ isSuspended: true }, []],
  ])('is filtered by %j', async (filter, expected) => {
    const { data } = await users.query<Listed>(LIST, { first: 10, filter }, { as: agent });
    expect(data?.users.edges.map(({ node }) => node.email)).toEqual(expected);
  });
});

describe('the own profile', () => {
  const UPDATE = `mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { __typename
    ... on UpdateProfileSuccess { user { displayName profile { locale timeZone phone currency } } }
    ... on InputInvalid { fields { path } } } }`;

  it('is changed, keeps what it was, and is told without a name', async () => {
    const input = {
      displayName: ' Carla L. ',
      locale: 'de',
      timeZone: 'Asia/Kolkata',
      phone: '+4930123456',
      currency: 'INR',
    };
    const { data } = await users.query<{ updateProfile: object }>(UPDATE, { input }, { as: carla });
    expect(data?.updateProfile).toMatchObject({
      user: {
        displayName: 'Carla L.',
        profile: { locale: 'de', timeZone: 'Asia/Kolkata', phone: '+4930123456', currency: 'INR' },
      },
    });
    await users.query(UPDATE, { input: { phone: null } }, { as: carla });
    await users.query(UPDATE, { input: {} }, { as: carla });

    const history = await users.sql<{ before: { displayName: string; phone: string | null } }>(
      'select before from profile_change where user_id = $1 order by version',
      [carla.subject],
    );
    expect(history.map(({ before }) => [before.displayName, before.phone])).toEqual([
      ['carla', null],
      ['Carla L.', '+4930123456'],
    ]);
    const events = await users.events(ProfileChangedSchema);
    expect(events.map(({ userId, locale, version }) => [userId, locale, version])).toEqual([
      [carla.subject, 'de', 2],
      [carla.subject, 'de', 3],
    ]);
  });

  it('refuses a name that is an advertisement', async () => {
    const { data } = await users.query(UPDATE, { input: { displayName: 'win at www.x.example' } }, { as: carla });
    expect(data).toMatchObject({ updateProfile: { __typename: 'InputInvalid', fields: [{ path: 'displayName' }] } });
  });

  it('is closed to strangers', async () => {
    expect((await users.query(UPDATE, { input: {} })).errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });
});

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
