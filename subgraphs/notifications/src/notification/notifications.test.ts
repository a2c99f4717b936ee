import { randomUUID } from 'node:crypto';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { startTestSubgraph, type TestSubgraph } from '@fleetgraph/kit/testing/start-test-subgraph';
import { until } from '@fleetgraph/kit/testing/until';
import { BookingConfirmedSchema, BookingHeldSchema, HoldExpiringSchema } from '@fleetgraph/schema/events/bookings_pb';
import { RefundSucceededSchema } from '@fleetgraph/schema/events/payments_pb';
import { EmailVerificationRequestedSchema, ProfileChangedSchema } from '@fleetgraph/schema/events/users_pb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startNotifications } from '../main.js';

const LIST = `query ($r: [_Any!]!, $after: String, $unreadOnly: Boolean! = false) { _entities(representations: $r) { ... on User {
  notifications(first: 2, after: $after, unreadOnly: $unreadOnly) { unreadCount pageInfo { hasNextPage endCursor } edges { node { id title body channel state readAt booking { id } } } } } } }`;
const READ = `mutation ($id: ID!) { markNotificationRead(input: { notificationId: $id }) { __typename
  ... on MarkNotificationReadSuccess { notification { state readAt } } ... on UserError { code } } }`;

interface Page {
  unreadCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string };
  edges: {
    node: {
      id: string;
      title: string;
      body: string;
      state: string;
      readAt: string | null;
      booking: { id: string } | null;
    };
  }[];
}

let subgraph: TestSubgraph;
beforeAll(async () => {
  // Nobody listens on these addresses: mail cannot go, which is a state of its own.
  const nowhere = 'http://127.0.0.1:9';
  subgraph = await startTestSubgraph((options) =>
    startNotifications({
      ...options,
      usersUrl: `${nowhere}/graphql`,
      serviceClient: { id: 'notifications', secret: 'unused', tokenUrl: `${nowhere}/token` },
      smtp: { host: '127.0.0.1', port: 9, secure: false },
      mailFrom: 'Fleetgraph <no-reply@fleetgraph.test>',
      publicUrl: 'https://fleetgraph.test',
    }),
  );
});
afterAll(() => subgraph.stop());

async function list(
  userId: string,
  options: { as?: string; after?: string; unreadOnly?: boolean } = {},
): Promise<Page | null> {
  const { as = userId, ...rest } = options;
  const { data, errors } = await subgraph.query<{ _entities: [{ notifications: Page | null }] }>(
    LIST,
    { r: [{ __typename: 'User', id: userId }], ...rest },
    { as: { subject: as } },
  );
  expect(errors).toBeUndefined();
  return data?._entities[0].notifications ?? null;
}

const titles = (page: Page | null) => page?.edges.map(({ node }) => node.title);

function booking(customerId: string) {
  const bookingId = randomUUID();
  return {
    bookingId,
    customerId,
    locator: 'K7PX3M',
    lines: [
      {
        lineId: randomUUID(),
        title: 'Compact car',
        kind: 'CAR',
        from: timestampFromDate(new Date()),
        timeZone: 'Europe/Berlin',
        gross: { amountMinor: 4500n, currency: 'EUR' },
      },
    ],
    total: { amountMinor: 4500n, currency: 'EUR' },
  };
}

describe('notifications', () => {
  it('tells once, however often the event comes', async () => {
    const ana = randomUUID();
    const event = { id: randomUUID(), key: 'b', payload: booking(ana) };
    for (let time = 0; time < 3; time++) await subgraph.publish(BookingConfirmedSchema, event);
    const page = await until(async () => {
      const found = await list(ana);
      return found?.edges.length ? found : undefined;
    });
    expect(titles(page)).toEqual(['Confirmed: K7PX3M']);
    expect(page.edges[0]?.node).toMatchObject({
      channel: 'IN_APP',
      state: 'DELIVERED',
      booking: { id: event.payload.bookingId },
    });
    expect(page.edges[0]?.node.body).toContain('€45.00');
  });

  it('writes in the language of the profile, the newest of two that overtook each other', async () => {
    const dora = randomUUID();
    await subgraph.publish(ProfileChangedSchema, { key: dora, payload: { userId: dora, locale: 'de', version: 2 } });
    await subgraph.publish(ProfileChangedSchema, { key: dora, payload: { userId: dora, locale: 'en', version: 1 } });
    await subgraph.publish(BookingConfirmedSchema, { key: 'b', payload: booking(dora) });
    await until(async () => titles(await list(dora))?.[0] === 'Bestätigt: K7PX3M');
  });

  it('waits for the booking when money tells first', async () => {
    const ben = randomUUID();
    const held = booking(ben);
    const refund = {
      refundId: randomUUID(),
      bookingId: held.bookingId,
      amount: { amountMinor: 100n, currency: 'EUR' },
    };
    await subgraph.publish(RefundSucceededSchema, { key: held.bookingId, payload: refund });
    await subgraph.publish(BookingHeldSchema, { key: held.bookingId, payload: held });
    await until(async () => titles(await list(ben))?.[0]?.startsWith('Refund of €1.00'));
  });

  it('drops a mail that is no longer true, with its reason', async () => {
    const cleo = randomUUID();
    const held = booking(cleo);
    await subgraph.publish(BookingConfirmedSchema, { key: held.bookingId, payload: held });
    await subgraph.publish(HoldExpiringSchema, {
      key: held.bookingId,
      payload: { bookingId: held.bookingId, customerId: cleo },
    });
    const mails = () =>
      subgraph.sql<{ state: string; reason: string }>(
        "select state, reason from notification where user_id = $1 and template = 'hold-expiring' and channel = 'EMAIL'",
        [cleo],
      );
    await until(async () => (await mails())[0]?.state === 'OBSOLETE');
    expect((await mails())[0]?.reason).toBe('The booking is no longer held.');
  });

  it('notes that a mail could not go and keeps it for the next attempt', async () => {
    const eli = randomUUID();
    await subgraph.publish(EmailVerificationRequestedSchema, {
      key: eli,
      payload: { userId: eli, verificationId: randomUUID() },
    });
    const failed = await until(
      async () =>
        (
          await subgraph.sql<{ params: object }>(
            "select params from notification where user_id = $1 and state = 'FAILED'",
            [eli],
          )
        )[0],
    );
    expect(Object.keys(failed.params)).toEqual(['linkId']);
  });

  it('shows a person nothing of others', async () => {
    const fay = randomUUID();
    const held = booking(fay);
    await subgraph.publish(BookingConfirmedSchema, { key: held.bookingId, payload: held });
    const page = await until(async () => ((await list(fay))?.edges.length ? list(fay) : undefined));
    expect(await list(fay, { as: 'stranger' })).toBeNull();
    const id = page.edges[0]?.node.id;
    expect((await subgraph.query(READ, { id }, { as: { subject: 'stranger' } })).data).toEqual({
      markNotificationRead: { __typename: 'NotificationNotFound', code: 'NOTIFICATION_NOT_FOUND' },
    });
    const messages =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Booking { messages { title } } } }';
    const variables = { r: [{ __typename: 'Booking', id: held.bookingId }] };
    expect((await subgraph.query(messages, variables, { as: { subject: 'stranger' } })).data).toEqual({
      _entities: [{ messages: [] }],
    });
    const own = await subgraph.query<{ _entities: [{ messages: object[] }] }>(messages, variables, {
      as: { subject: fay },
    });
    expect(own.data?._entities[0].messages).toHaveLength(2);
  });

  it('pages newest first, counts what is unread, and reads once', async () => {
    const gil = randomUUID();
    for (let number = 0; number < 3; number++)
      await subgraph.publish(BookingConfirmedSchema, {
        key: gil,
        payload: { ...booking(gil), locator: `AAAAA${number}` },
      });
    // Count and page are two looks: the page is read when all three are there.
    await until(async () => (await list(gil))?.unreadCount === 3);
    const page = await list(gil);
    expect(titles(page)).toEqual(['Confirmed: AAAAA2', 'Confirmed: AAAAA1']);
    expect(titles(await list(gil, { after: page?.pageInfo.endCursor ?? '' }))).toEqual(['Confirmed: AAAAA0']);
    const id = page?.edges[0]?.node.id;
    const first = await subgraph.query(READ, { id }, { as: { subject: gil } });
    expect(await subgraph.query(READ, { id }, { as: { subject: gil } })).toEqual(first);
    expect(await list(gil, { unreadOnly: true })).toMatchObject({
      unreadCount: 2,
      edges: [{ node: { title: 'Confirmed: AAAAA1' } }, {}],
    });
  });

  it('streams new messages and resumes behind a number without gap or double', async () => {
    const hal = { subject: randomUUID() };
    const confirm = (locator: string) =>
      subgraph.publish(BookingConfirmedSchema, { key: hal.subject, payload: { ...booking(hal.subject), locator } });
    const watch = async (after: number | null, count: number, afterFirst?: () => Promise<unknown>) => {
      const seen: [number, string][] = [];
      const stream = await subgraph.subscribe<{
        notificationAdded: { sequence: number; notification: { title: string } };
      }>(
        'subscription ($after: Int) { notificationAdded(after: $after) { sequence notification { title } } }',
        { after },
        { as: hal },
      );
      for await (const { data } of stream) {
        if (data != null)
          seen.push([data.notificationAdded.sequence, data.notificationAdded.notification.title.slice(-1)]);
        if (seen.length === 1) await afterFirst?.();
        if (seen.length === count) break;
      }
      return seen;
    };
    await confirm('AAAAA1');
    await until(async () => (await list(hal.subject))?.unreadCount === 1);
    expect(await watch(null, 2, () => confirm('AAAAA2'))).toEqual([
      [1, '1'],
      [2, '2'],
    ]);
    await confirm('AAAAA3');
    await confirm('AAAAA4');
    expect(await watch(2, 2)).toEqual([
      [3, '3'],
      [4, '4'],
    ]);
  });
});
