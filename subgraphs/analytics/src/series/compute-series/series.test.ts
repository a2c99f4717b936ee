import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { startTestSubgraph, type TestSubgraph } from '@fleetgraph/kit/testing/start-test-subgraph';
import { until } from '@fleetgraph/kit/testing/until';
import { BookingConfirmedSchema, OffersSearchedSchema } from '@fleetgraph/schema/events/bookings_pb';
import { UnitChangedSchema } from '@fleetgraph/schema/events/fleet_pb';
import { LedgerEntryPostedSchema } from '@fleetgraph/schema/events/payments_pb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { replayFacts } from '../../fact/replay-facts/replay-facts.js';
import { analytics } from '../../subgraph.js';

const analyst = { subject: 'ada', roles: ['ANALYST' as const] };
const partner = (organisation: string) => ({
  subject: `client-of-${organisation}`,
  kind: 'client' as const,
  roles: ['PARTNER_CLIENT' as const],
  organisation,
});
const SERIES = `query ($input: SeriesInput!) { series(input: $input) { __typename
  ... on Series { dataAsOf timeZone points { from value suppressed group { dimension value } } }
  ... on UserError { code message } ... on MetricUnknown { known } ... on TooManyGroups { limit } } }`;

interface Answer {
  series: {
    __typename: string;
    dataAsOf: string;
    points: {
      from: string;
      value: number | null;
      suppressed: string | null;
      group: { dimension: string; value: string }[];
    }[];
    known?: string[];
  };
}

let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await startTestSubgraph(analytics);
});
afterAll(() => subgraph.stop());

async function series(
  input: Record<string, unknown>,
  as: Parameters<TestSubgraph['query']>[2] = { as: analyst },
): Promise<Answer['series']> {
  const { data, errors } = await subgraph.query<Answer>(SERIES, { input }, as);
  expect(errors).toBeUndefined();
  return (data as Answer).series;
}

const values = ({ points }: Answer['series']) => points.map(({ value }) => value);

async function confirm(
  booking: {
    customerId?: string;
    organisationId?: string;
    kind?: string;
    from?: Date;
    to?: Date;
    unitIds?: string[];
  } = {},
): Promise<string> {
  const bookingId = randomUUID();
  const { kind = 'CAR', from, to, unitIds = [], ...rest } = booking;
  await subgraph.publish(BookingConfirmedSchema, {
    key: bookingId,
    payload: {
      bookingId,
      ...rest,
      lines: [
        {
          lineId: randomUUID(),
          kind,
          unitIds,
          ...(from && { from: timestampFromDate(from) }),
          ...(to && { to: timestampFromDate(to) }),
        },
      ],
    },
  });
  await until(async () => (await subgraph.sql('select 1 from fact where subject = $1', [bookingId])).length > 0);
  return bookingId;
}

/** A day around now, in UTC, wide enough for every zone. */
const today = () => {
  const day = 86_400_000;
  const text = (offset: number) => new Date(Date.now() + offset * day).toISOString().slice(0, 10);
  return { from: text(-1), to: text(2) };
};

describe('series', () => {
  it('counts a booking once, however often its event comes', async () => {
    const id = randomUUID();
    const bookingId = randomUUID();
    const payload = { bookingId, organisationId: 'once', lines: [{ lineId: randomUUID(), kind: 'FLIGHT' }] };
    for (let time = 0; time < 3; time++)
      await subgraph.publish(BookingConfirmedSchema, { id, key: bookingId, payload });
    await confirm({ organisationId: 'once', kind: 'FLIGHT' }); // handled behind the three
    const { points, dataAsOf } = await series({
      metric: 'bookings',
      ...today(),
      bucket: 'TOTAL',
      groupBy: ['partner', 'kind'],
    });
    expect(points.filter(({ group }) => group[0]?.value === 'once')).toMatchObject([
      { value: 2, group: [{}, { dimension: 'kind', value: 'FLIGHT' }] },
    ]);
    expect(Date.parse(dataAsOf)).toBeGreaterThan(Date.now() - 60_000);
  });

  it('answers days by the clock of the zone, 23 and 25 hours long when it changes', async () => {
    const march = await series({
      metric: 'lines',
      from: '2026-03-28',
      to: '2026-03-31',
      bucket: 'DAY',
      timeZone: 'Europe/Berlin',
    });
    expect(march.points.map(({ from }) => from)).toEqual([
      '2026-03-27T23:00:00.000Z',
      '2026-03-28T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
    ]);
    const weeks = await series({
      metric: 'lines',
      from: '2026-01-01',
      to: '2026-01-13',
      bucket: 'ISO_WEEK',
      timeZone: 'Asia/Kolkata',
    });
    expect(weeks.points.map(({ from }) => from)).toEqual([
      '2025-12-31T18:30:00.000Z',
      '2026-01-04T18:30:00.000Z',
      '2026-01-11T18:30:00.000Z',
    ]);
    const hours = await series({
      metric: 'lines',
      from: '2026-10-25',
      to: '2026-10-26',
      bucket: 'HOUR',
      timeZone: 'Europe/Berlin',
    });
    expect(hours.points).toHaveLength(25);
  });

  it('counts a search for each kind and those that found nothing', async () => {
    await subgraph.publish(OffersSearchedSchema, {
      key: 'x',
      payload: { kinds: ['CAR', 'BIKE'], results: 0, organisationId: 'seeker', at: timestampFromDate(new Date()) },
    });
    const grouped = () =>
      series({ metric: 'searches-without-result', ...today(), bucket: 'TOTAL', groupBy: ['kind', 'partner'] });
    const answer = await until(async () => {
      const found = await grouped();
      return found.points.some(({ group }) => group[1]?.value === 'seeker') ? found : undefined;
    });
    expect(answer.points.filter(({ group }) => group[1]?.value === 'seeker')).toMatchObject([
      { value: 1 },
      { value: 1 },
    ]);
  });

  it('sums revenue as the ledger posted it, per currency', async () => {
    for (const [currency, amountMinor] of [
      ['EUR', -1050n],
      ['EUR', 50n],
      ['INR', -70n],
    ] as const) {
      const entryId = randomUUID();
      await subgraph.publish(LedgerEntryPostedSchema, {
        key: entryId,
        payload: {
          entryId,
          event: 'line_delivered',
          postings: [
            { account: 'revenue:car', amount: { amountMinor, currency } },
            { account: 'customer advances', amount: { amountMinor: -amountMinor, currency } },
          ],
        },
      });
    }
    await until(async () => (await subgraph.sql("select 1 from fact where measure = 'revenue'")).length === 3);
    const { points } = await series({ metric: 'revenue', ...today(), bucket: 'TOTAL' });
    expect(points).toMatchObject([
      { value: 1000, group: [{ dimension: 'currency', value: 'EUR' }] },
      { value: 70, group: [{ dimension: 'currency', value: 'INR' }] },
    ]);
  });

  it('divides the time in use by the time in service', async () => {
    const unitId = randomUUID();
    await subgraph.publish(UnitChangedSchema, {
      key: unitId,
      payload: { unitId, kind: 'CAR', inService: true, locationId: 'berlin', version: 1 },
    });
    await until(async () => (await subgraph.sql('select 1 from unit_service where unit_id = $1', [unitId])).length > 0);
    const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    const next = new Date(Date.now() + 6 * 86_400_000).toISOString().slice(0, 10);
    await confirm({ unitIds: [unitId], from: new Date(`${day}T06:00:00Z`), to: new Date(`${day}T12:00:00Z`) });
    expect(values(await series({ metric: 'car-utilisation', from: day, to: next, bucket: 'TOTAL' }))).toEqual([0.25]);
  });

  it('shows a partner its own rows only, and hides groups of fewer than ten persons', async () => {
    for (let person = 0; person < 9; person++) await confirm({ organisationId: 'small', customerId: `p${person}` });
    await confirm({ organisationId: 'small', customerId: 'p0' });
    for (let person = 0; person < 10; person++) await confirm({ organisationId: 'large', customerId: `p${person}` });
    const ask = (organisation: string) =>
      series({ metric: 'bookings', ...today(), bucket: 'TOTAL' }, { as: partner(organisation) });
    expect((await ask('small')).points).toMatchObject([{ value: null, suppressed: 'Fewer than 10 persons.' }]);
    expect((await ask('large')).points).toMatchObject([{ value: 10, suppressed: null }]);
    expect((await ask('unknown')).points).toMatchObject([{ value: 0, suppressed: null }]);
  });

  it('is refused to customers', async () => {
    const { errors } = await subgraph.query(
      SERIES,
      { input: { metric: 'bookings', ...today(), bucket: 'DAY' } },
      { as: { subject: 'c' } },
    );
    expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });

  it('names what is wrong with an input', async () => {
    expect(await series({ metric: 'nonsense', ...today(), bucket: 'DAY' })).toMatchObject({
      __typename: 'MetricUnknown',
      known: expect.arrayContaining(['bookings']),
    });
    expect(
      await series({ metric: 'bookings', from: '2026-01-02', to: '2026-01-01', bucket: 'DAY', groupBy: ['colour'] }),
    ).toMatchObject({ __typename: 'InputInvalid', message: expect.stringContaining('colour') });
    expect(await series({ metric: 'bookings', from: '2000-01-01', to: '2026-01-01', bucket: 'HOUR' })).toMatchObject({
      __typename: 'TooManyGroups',
      limit: 2000,
    });
  });

  it('gives equal tables when everything is counted again from zero', async () => {
    const tables = () =>
      Promise.all(
        ['fact', 'unit_use', 'unit_service', 'progress'].map((table) =>
          subgraph.sql(`select * from ${table} order by 1, 2`),
        ),
      );
    await confirm({ organisationId: 'replayed' });
    const before = await tables();
    await replayFacts(subgraph.running.runtime, subgraph.transport);
    await until(async () => isDeepStrictEqual(await tables(), before)).catch(() => {}); // the next line tells how they differ
    expect(await tables()).toEqual(before);
  });

  it('tells a measure live, the present number first', async () => {
    const numbers = await subgraph.subscribe<{ metricUpdated: { value: number } }>(
      'subscription { metricUpdated(metric: "bookings") { value } }',
      {},
      { as: analyst },
    );
    const first = (await numbers.next()).value?.data?.metricUpdated.value ?? Number.NaN;
    await confirm();
    const second = (await numbers.next()).value?.data?.metricUpdated.value;
    expect(second).toBe(first + 1);
    await numbers.return?.();
  });
});
