import { randomUUID } from 'node:crypto';
import type { TestSubgraph, TestViewer } from '@fleetgraph/kit/testing/start-test-subgraph';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestPeople } from '../testing/start-test-people.js';

let users: TestSubgraph;
let carla: TestViewer;
let paul: TestViewer;
let agent: TestViewer;
let admin: TestViewer;
let hotelAdmin: TestViewer;

beforeAll(async () => {
  ({ users, carla, paul, agent, admin, hotelAdmin } = await startTestPeople());
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
