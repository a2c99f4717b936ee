import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SIGNATURE_HEADER, signRequest } from '@fleetgraph/kit/auth/sign-request';
import { SUBGRAPH_NAMES } from '@fleetgraph/local/system/subgraph-names';
import { ROLE_SCOPES } from '@fleetgraph/schema/roles';
import type { Scope } from '@fleetgraph/schema/scopes';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  CancelBookingDocument,
  ListBookingsDocument,
  ListClientsDocument,
  ListPeopleDocument,
  QuoteCancellationDocument,
  ReadForeignInvoiceDocument,
  ReadForeignPaymentDocument,
  ReadLedgerDocument,
  ReadMoneyDocument,
  ReadOnePlanDocument,
  ReadOneSeriesDocument,
  ReleaseHoldDocument,
  StartPaymentDocument,
} from '../../client/__generated__/graphql.js';
import { followBooking } from '../../client/follow-booking.js';
import { Graph } from '../../client/graph.js';
import { graphOfClient } from '../../client/sign-in.js';
import { untilMoney } from '../../demo/steps/read-money.js';
import { FaultySystem } from '../../faults/testing/faulty-system.js';
import type { Purchase } from '../../faults/testing/purchase.js';
import { START_TIMEOUT_MS } from '../testing/test-system.js';

const STAFF = ['technician', 'agent', 'finance', 'analyst', 'admin'] as const;

let world: FaultySystem;
let purchase: Purchase;
let graphs: Readonly<Record<string, Graph>>;
beforeAll(async () => {
  world = await FaultySystem.start({ placement: 'inside' });
  purchase = await world.purchase();
  await purchase.finish();
  await untilMoney(purchase.graph, purchase.bookingId, ({ invoices }) => (invoices ?? []).length > 0);
  const { url, secrets } = world.system;
  const login = { id: 'alpine-travel', secret: secrets.partnerClient };
  const people = await Promise.all(STAFF.map(async (name) => [name, await world.signIn(name)] as const));
  graphs = {
    ...Object.fromEntries(people),
    stranger: new Graph(url),
    customer2: await world.signIn('customer2'),
    partner: await graphOfClient(url, login, ROLE_SCOPES.PARTNER_CLIENT),
  };
}, START_TIMEOUT_MS);
afterAll(() => world?.stop());

const graphOf = (name: string): Graph => graphs[name] ?? new Graph(world.system.url);

/** The answer without the id that was asked for. */
async function shapeOf(work: Promise<unknown>, id: string): Promise<string> {
  const outcome = await work.catch((error: unknown) => String(error));
  return JSON.stringify(outcome)
    .replaceAll(id, 'ID')
    .replaceAll(/"requestId":"[^"]*"/g, '');
}

describe.each(['customer2', 'partner'])('for %s, what belongs to somebody else', (name) => {
  it.each<[string, (graph: Graph, id: string) => Promise<unknown>]>([
    ['read', (graph, id) => graph.answer(ReadMoneyDocument, { id })],
    ['cancellation quote', (graph, id) => graph.answer(QuoteCancellationDocument, { bookingId: id })],
    ['cancel', (graph, id) => graph.answer(CancelBookingDocument, { input: { bookingId: id, idempotencyKey: id } })],
    ['release', (graph, id) => graph.answer(ReleaseHoldDocument, { input: { bookingId: id, idempotencyKey: id } })],
    ['pay', (graph, id) => graph.answer(StartPaymentDocument, { input: { bookingId: id, idempotencyKey: id } })],
    ['follow', (graph, id) => followBooking(graph, id, { signal: AbortSignal.timeout(5_000) }).next()],
  ])('looks like what is not there: %s', async (_what, ask) => {
    const nothing = randomUUID();
    const foreign = await shapeOf(ask(graphOf(name), purchase.bookingId), purchase.bookingId);
    expect(foreign).toBe(await shapeOf(ask(graphOf(name), nothing), nothing));
    expect(foreign).not.toContain('CONFIRMED');
  });

  it('looks like what is not there: payment and invoice', async () => {
    const { booking } = await purchase.graph.ask(ReadMoneyDocument, { id: purchase.bookingId });
    const id = booking?.payments?.[0]?.id ?? '';
    const number = booking?.invoices?.[0]?.number ?? '';
    expect(await purchase.graph.ask(ReadForeignPaymentDocument, { id })).toEqual({ payment: { id } });
    expect(await graphOf(name).ask(ReadForeignPaymentDocument, { id })).toEqual({ payment: null });
    expect(await graphOf(name).ask(ReadForeignInvoiceDocument, { number })).toEqual({ invoice: null });
  });
});

describe('what a role may ask', () => {
  const asks: [field: string, scopes: Scope[], ask: (graph: Graph) => ReturnType<Graph['answer']>][] = [
    ['bookings', ['bookings:read'], (graph) => graph.answer(ListBookingsDocument, { first: 1 })],
    ['ledger', ['ledger:read'], (graph) => graph.answer(ReadLedgerDocument, {})],
    ['users', ['users:read'], (graph) => graph.answer(ListPeopleDocument, {})],
    ['apiClients', ['clients:write'], (graph) => graph.answer(ListClientsDocument, {})],
    ['series', ['analytics:read', 'analytics:aggregate'], (graph) => graph.answer(ReadOneSeriesDocument, {})],
    ['ratePlan', ['fleet:read'], (graph) => graph.answer(ReadOnePlanDocument, {})],
  ];
  const roles = {
    stranger: [],
    customer2: ROLE_SCOPES.CUSTOMER,
    partner: ROLE_SCOPES.PARTNER_CLIENT,
    technician: ROLE_SCOPES.TECHNICIAN,
    agent: ROLE_SCOPES.AGENT,
    finance: ROLE_SCOPES.FINANCE,
    analyst: ROLE_SCOPES.ANALYST,
    admin: ROLE_SCOPES.ADMIN,
  } satisfies Record<string, readonly Scope[]>;

  it.each(Object.entries(roles))('%s: exactly what its scopes allow', async (name, granted: readonly Scope[]) => {
    for (const [field, scopes, ask] of asks) {
      const { errors } = await ask(graphOf(name));
      const refusal = name === 'stranger' ? 'UNAUTHENTICATED' : 'FORBIDDEN';
      const expected = scopes.some((scope) => granted.includes(scope)) ? [] : [refusal];
      expect([field, errors.map(({ extensions }) => extensions.code)]).toEqual([field, expected]);
    }
  });

  it('is granted to staff over the bookings of everybody', async () => {
    const { booking } = await graphOf('agent').ask(ReadMoneyDocument, { id: purchase.bookingId });
    expect(booking?.id).toBe(purchase.bookingId);
  });
});

describe.each(SUBGRAPH_NAMES)('the door of %s', (name) => {
  const body = JSON.stringify({ query: '{ __typename }' });
  const knock = (signature: Record<string, string>) => {
    const authorization = `Bearer ${graphOf('admin').token}`;
    const headers = { 'content-type': 'application/json', authorization, ...signature };
    return fetch(world.system.subgraphUrls[name], { method: 'POST', headers, body });
  };
  const signedBy = (secret: string, authorization: string | undefined) => ({
    [SIGNATURE_HEADER]: signRequest(secret, { method: 'POST', path: '/graphql', body, authorization }),
  });

  it('is closed to calls that the router did not sign, even with a valid token', async () => {
    const authorization = `Bearer ${graphOf('admin').token}`;
    expect((await knock({})).status).toBe(401);
    expect((await knock(signedBy('some other secret', authorization))).status).toBe(401);
    expect((await knock(signedBy(world.system.secrets.routerSignature, undefined))).status).toBe(401);
    expect((await knock(signedBy(world.system.secrets.routerSignature, authorization))).status).toBe(200);
  });
});

describe('logs and topics', () => {
  it('hold no mail address, name, token, password hash, card or secret', async () => {
    const [people, secrets] = await Promise.all([
      world.sql('users', 'select email, display_name, password_hash from person'),
      Object.values(world.system.secrets),
    ]);
    const private_ = people.flatMap(({ email, password_hash }) => [String(email), String(password_hash)]);
    const tokens = Object.values(graphs).flatMap(({ token }) => (token === undefined ? [] : [token]));
    const unspeakable = [...private_, ...secrets, ...tokens, '4242424242424242', '$argon2', '_secret_'];
    const log = readFileSync(world.system.logFile, 'utf8');
    expect(log.length).toBeGreaterThan(0);
    expect(unspeakable.filter((text) => log.includes(text))).toEqual([]);
    const carried = await world.sql(
      'event_log',
      `select topic, "offset" from event_log, unnest($1::text[]) text
       where position(convert_to(text, 'UTF8') in value) > 0 or position(text in headers::text) > 0`,
      [[...unspeakable, ...people.map(({ display_name }) => String(display_name))]],
    );
    expect(carried).toEqual([]);
  });
});
