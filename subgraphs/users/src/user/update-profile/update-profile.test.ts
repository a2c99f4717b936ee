import type { TestSubgraph, TestViewer } from '@fleetgraph/kit/testing/start-test-subgraph';
import { ProfileChangedSchema } from '@fleetgraph/schema/events/users_pb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestPeople } from '../../testing/start-test-people.js';

let users: TestSubgraph;
let carla: TestViewer;

beforeAll(async () => {
  ({ users, carla } = await startTestPeople());
});
afterAll(() => users.stop());

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
