import { startTestSubgraph, type TestSubgraph, type TestViewer } from '@fleetgraph/kit/testing/start-test-subgraph';
import { usersSettings } from '../config.js';
import { seedAccounts } from '../seed-accounts/seed-accounts.js';
import { usersSubgraph } from '../subgraph.js';

/** A users subgraph with one person of each kind that its rights tell apart. */
export interface TestPeople {
  readonly users: TestSubgraph;
  readonly carla: TestViewer;
  readonly paul: TestViewer;
  readonly agent: TestViewer;
  readonly admin: TestViewer;
  /** Admin of the partner "Hotel". */
  readonly hotelAdmin: TestViewer;
  readonly hotelId: string;
}

const SECRETS = ['a secret of tests that is long enough for everybody'];

/** Starts users on a fresh database with two customers, an agent, an admin and a partner. */
export async function startTestPeople(): Promise<TestPeople> {
  const users = await startTestSubgraph(usersSubgraph(usersSettings(SECRETS)));
  const person = (name: string, role: 'CUSTOMER' | 'AGENT' | 'ADMIN' | 'PARTNER_ADMIN') => ({
    email: `${name}@example.org`,
    password: 'three green trains',
    displayName: name,
    roles: [role],
    isEmailVerified: true,
  });
  const { userIds, organisationIds } = await seedAccounts(users.running.runtime.em(), {
    secrets: SECRETS,
    accounts: [
      person('carla', 'CUSTOMER'),
      person('paul', 'CUSTOMER'),
      person('agent', 'AGENT'),
      person('admin', 'ADMIN'),
      { ...person('hotel', 'PARTNER_ADMIN'), organisation: 'Hotel' },
    ],
    clients: [],
  });
  const viewer = (name: string) => ({ subject: userIds[`${name}@example.org`] ?? '' });
  const hotelId = organisationIds.Hotel ?? '';
  return {
    users,
    carla: viewer('carla'),
    paul: viewer('paul'),
    agent: { ...viewer('agent'), roles: ['AGENT'] },
    admin: { ...viewer('admin'), roles: ['ADMIN'] },
    hotelAdmin: { ...viewer('hotel'), roles: ['PARTNER_ADMIN'], organisation: hotelId },
    hotelId,
  };
}
