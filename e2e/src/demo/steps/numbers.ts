import { until } from '@fleetgraph/kit/testing/until';
import { DEMO_PEOPLE, PARTNER_ORGANISATION } from '@fleetgraph/local/system/demo-accounts';
import type { Scope } from '@fleetgraph/schema/scopes';
import {
  CreateApiClientDocument,
  FindOrganisationDocument,
  ListBookingsDocument,
  ReadBooksDocument,
  ReadMoneyDocument,
  ReadSeriesDocument,
  type ReadSeriesQuery,
  type SeriesInput,
} from '../../client/__generated__/graphql.js';
import { expectOutcome } from '../../client/expect-outcome.js';
import type { Graph } from '../../client/graph.js';
import { graphOf, graphOfClient } from '../../client/sign-in.js';
import { expectThat, priced, type RunStep } from '../run-steps.js';
import type { Held } from './take.js';

type Series = Extract<ReadSeriesQuery['series'], { __typename: 'Series' }>;
type Amount = { amountMinor: string; currency: string };

const DAY_MS = 24 * 60 * 60 * 1_000;

/** The analyst sees the booking in the numbers. */
export async function watchNumbers(step: RunStep, origin: string): Promise<() => Promise<void>> {
  const analyst = await step('the analyst signs in', () => graphOf(origin, DEMO_PEOPLE.analyst));
  const before = totalOf(await readSeries(analyst, { metric: 'lines', groupBy: ['kind'] }));
  return async () => {
    await step('the analyst sees the numbers', async (tell) => {
      const series = await until(async () => {
        const now = await readSeries(analyst, { metric: 'lines', groupBy: ['kind'] });
        return totalOf(now) >= before + 5 ? now : undefined;
      }, 20_000);
      tell(`${before} lines confirmed before, ${totalOf(series)} now`);
      tell(series.points.map(({ group, value }) => `${group[0]?.value} ${value}`).join(', '));
      tell(`as of ${series.dataAsOf}`);
    });
  };
}

/** A partner's program sees the rows of its own company and nothing else. */
export async function watchPartner(step: RunStep, origin: string, foreign: Held): Promise<void> {
  const partner = await step("an admin makes a program of the partner's", async (tell) => {
    const admin = await graphOf(origin, DEMO_PEOPLE.admin);
    const { users } = await admin.ask(FindOrganisationDocument, { text: 'traveller1@' });
    const organisation = users.edges[0]?.node.organisation;
    expectThat(organisation?.name === PARTNER_ORGANISATION, 'The partner is not known.');
    const scopes: Scope[] = ['bookings:read', 'analytics:aggregate'];
    const input = { name: 'Demo program', organisationId: organisation.id, scopes };
    const { createApiClient } = await admin.ask(CreateApiClientDocument, { input });
    const { client, secret } = expectOutcome(createApiClient, 'CreateApiClientSuccess');
    tell(organisation.name);
    return graphOfClient(origin, { id: client.id, secret }, scopes);
  });
  await step('the partner sees its own bookings and numbers only', async (tell) => {
    const { bookings } = await partner.ask(ListBookingsDocument, { first: 100 });
    expectThat(bookings.edges.length > 0, 'The partner sees none of its own bookings.');
    expectThat(!bookings.edges.some(({ node }) => node.id === foreign.id), "The partner sees a stranger's booking.");
    const { booking } = await partner.ask(ReadMoneyDocument, { id: foreign.id });
    expectThat(booking === null, "The partner reads a stranger's booking.");
    const series = await readSeries(partner, { metric: 'bookings', groupBy: ['partner'] });
    const partners = new Set(series.points.map(({ group }) => group[0]?.value));
    expectThat(partners.size === 1, `The partner sees rows of ${partners.size} partners.`);
    tell(`${bookings.totalCount ?? bookings.edges.length} bookings; the foreign one is missing, not forbidden`);
    tell(`bookings in numbers: ${series.points.map(({ value, suppressed }) => value ?? suppressed).join(', ')}`);
  });
}

/** Finance finds every event of the booking in balance. */
export async function watchBooks(step: RunStep, origin: string, booking: Held): Promise<void> {
  await step('finance sees a balanced ledger', async (tell) => {
    const finance = await graphOf(origin, DEMO_PEOPLE.finance);
    const { ledger, balances } = await finance.ask(ReadBooksDocument, { bookingId: booking.id });
    const entries = ledger.edges.map(({ node }) => node);
    expectThat(entries.length >= 3, `Only ${entries.length} entries.`);
    for (const { event, postings } of entries) {
      const sums = sumByCurrency(
        postings.flatMap(({ debit, credit }) => [...signed(debit, 1n), ...signed(credit, -1n)]),
      );
      expectThat(isZero(sums), `${event} is out of balance.`);
    }
    expectThat(isZero(sumByCurrency(balances.map(({ balance }) => balance))), 'The accounts do not sum to zero.');
    tell(entries.map(({ event }) => event).join(', '));
    for (const { account, balance } of balances) tell(`${account} ${priced(balance)}`);
  });
}

async function readSeries(graph: Graph, wish: Pick<SeriesInput, 'metric' | 'groupBy'>): Promise<Series> {
  const day = (offset: number) => new Date(Date.now() + offset * DAY_MS).toISOString().slice(0, 10);
  const input: SeriesInput = { ...wish, bucket: 'TOTAL', from: day(-30), to: day(2) };
  const { series } = await graph.ask(ReadSeriesDocument, { input });
  return expectOutcome(series, 'Series');
}

function totalOf({ points }: Series): number {
  return points.reduce((sum, { value }) => sum + (value ?? 0), 0);
}

function signed(amount: Amount | null, sign: bigint): Amount[] {
  return amount === null ? [] : [{ ...amount, amountMinor: String(sign * BigInt(amount.amountMinor)) }];
}

function sumByCurrency(amounts: readonly Amount[]): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { amountMinor, currency } of amounts) sums.set(currency, (sums.get(currency) ?? 0n) + BigInt(amountMinor));
  return sums;
}

function isZero(sums: ReadonlyMap<string, bigint>): boolean {
  return [...sums.values()].every((sum) => sum === 0n);
}
