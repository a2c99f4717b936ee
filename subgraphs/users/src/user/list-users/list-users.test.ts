import type { TestSubgraph, TestViewer } from '@fleetgraph/kit/testing/start-test-subgraph';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestPeople } from '../../testing/start-test-people.js';

let users: TestSubgraph;
let carla: TestViewer;
let agent: TestViewer;
let hotelAdmin: TestViewer;

beforeAll(async () => {
  ({ users, carla, agent, hotelAdmin } = await startTestPeople());
});
afterAll(() => users.stop());

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
