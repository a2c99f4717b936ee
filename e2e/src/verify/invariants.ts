import { onAnyEvent } from '@fleetgraph/analytics/fact/collect-facts/on-any-event';
import { bookingsInvariants } from '@fleetgraph/bookings/invariants/invariants';
import type { DatabaseName } from '@fleetgraph/local/postgres/database-names';
import { invariants as paymentsInvariants } from '@fleetgraph/payments/invariants';
import type { Look, Row } from './look.js';
import { wronglyKept } from './money-kept.js';
import { peopleInEvents } from './people-in-events.js';

/** A promise about the whole system, true whenever nothing is on its way. */
export interface Invariant {
  readonly id: string;
  readonly title: string;
  /** Answers the rows that break it. */
  violations(look: Look): Promise<readonly Row[]>;
}

type Rows = (look: Look) => Promise<readonly Row[]>;

const rows =
  (database: DatabaseName, sql: string, parameters?: readonly unknown[]): Rows =>
  (look) =>
    look.sql(database, sql, parameters);

const inOne = (database: DatabaseName, list: readonly { id: string; title: string; sql: string }[]): Invariant[] =>
  list.map(({ id, title, sql }) => ({ id, title, violations: rows(database, sql) }));

/** Rows of the one that the other lacks; each row counts as often as it is there. */
async function missing(look: Look, one: Rows, other: Rows, where: string): Promise<Row[]> {
  const present = new Map<string, number>();
  const [wanted, found] = await Promise.all([one(look), other(look)]);
  for (const row of found) present.set(JSON.stringify(row), (present.get(JSON.stringify(row)) ?? 0) + 1);
  return wanted.flatMap((row) => {
    const left = present.get(JSON.stringify(row)) ?? 0;
    if (left > 0) present.set(JSON.stringify(row), left - 1);
    return left > 0 ? [] : [{ ...row, missing: where }];
  });
}

const equal = (
  id: string,
  title: string,
  [oneName, one]: [string, Rows],
  [otherName, other]: [string, Rows],
): Invariant => ({
  id,
  title,
  violations: async (look) => [
    ...(await missing(look, one, other, otherName)),
    ...(await missing(look, other, one, oneName)),
  ],
});

const contained = (id: string, title: string, one: Rows, [otherName, other]: [string, Rows]): Invariant => ({
  id,
  title,
  violations: (look) => missing(look, one, other, otherName),
});

const OUTBOXES: readonly DatabaseName[] = ['fleet', 'bookings', 'payments', 'users', 'notifications', 'analytics'];

const outboxes =
  (sql: string, parameters?: readonly unknown[]): Rows =>
  async (look) =>
    (await Promise.all(OUTBOXES.map((database) => look.sql(database, sql, parameters)))).flat();

const STOCK_ADDS_UP = {
  id: 'fleet-3',
  title: 'A stock level is the sum of its movements',
  sql: `select l.variant_id, l.location_id, l.on_hand, l.allocated from stock_level l
    left join stock_movement m on m.variant_id = l.variant_id and m.location_id = l.location_id
    group by l.variant_id, l.location_id, l.on_hand, l.allocated
    having l.on_hand <> coalesce(sum(m.on_hand_delta), 0) or l.allocated <> coalesce(sum(m.allocated_delta), 0)`,
};

/** Rules 1 to 12 of the domain as far as they apply, each as a query over the databases that know. */
export const invariants: readonly Invariant[] = [
  ...inOne('bookings', bookingsInvariants),
  ...inOne('fleet', [STOCK_ADDS_UP]),
  equal(
    'whole-3',
    'Fleet and bookings agree on what stands in each shop and what of it is promised',
    ['fleet', rows('fleet', 'select variant_id, location_id, on_hand, allocated from stock_level')],
    ['bookings', rows('bookings', 'select variant_id, location_id, on_hand, allocated from stock_position')],
  ),
  ...inOne('payments', paymentsInvariants),
  equal(
    'whole-5',
    'The provider took and gave back exactly what payments knows, one payment a booking',
    [
      'payments',
      rows(
        'payments',
        `select intent_id as intent, captured_minor::text as taken, p.currency,
          coalesce((select sum(amount_minor) from refund r where r.payment_id = p.id and r.state in ('PENDING', 'SUCCEEDED')), 0)::text
            as "givenBack"
        from payment p where captured_minor > 0`,
      ),
    ],
    ['provider', (look) => look.providerMovements()],
  ),
  {
    id: 'whole-6',
    title:
      'What a confirmed booking costs after cancellations is what payments took and kept; refunds by hand come on top',
    violations: wronglyKept,
  },
  equal(
    'whole-7',
    'Bookings and analytics count the same confirmed bookings',
    ['bookings', rows('bookings', `select id::text from booking where hold_state = 'CONSUMED'`)],
    ['analytics', rows('analytics', `select distinct subject as id from fact where measure = 'bookings'`)],
  ),
  {
    id: 'whole-9a',
    title: 'Every event left its outbox and lies in its topic, under the same id',
    violations: async (look) => {
      const written = outboxes('select id::text, topic from outbox');
      const unpublished = await outboxes('select id::text, topic from outbox where published_at is null')(look);
      // With Kafka the topics are outside; that everything left is still seen.
      if (!(await look.hasEmbeddedLog())) return unpublished;
      // A relay that dies between publishing and noting it publishes again: once in effect is 9b.
      const log = rows(
        'event_log',
        `select distinct headers->>'ce_id' as id, topic from event_log where topic not like '%.dlt'`,
      );
      return equal('', '', ['outbox', written], ['topic', log]).violations(look);
    },
  },
  contained(
    'whole-9b',
    'Every event that counts has reached analytics once',
    outboxes('select id::text from outbox where type = any ($1)', [onAnyEvent.schemas.map(({ typeName }) => typeName)]),
    [
      'analytics',
      rows('analytics', `select event_id::text as id from inbox where consumer_group = $1`, [onAnyEvent.group]),
    ],
  ),
  {
    id: 'whole-9c',
    title: 'No event is a dead letter',
    violations: async (look) =>
      (await look.hasEmbeddedLog())
        ? look.sql(
            'event_log',
            `select topic, "offset", headers->>'ce_id' as id from event_log where topic like '%.dlt'`,
          )
        : [],
  },
  equal(
    'whole-11a',
    'Every mail that was sent arrived once',
    [
      'notifications',
      rows(
        'notifications',
        `select id::text from notification where channel = 'EMAIL' and state in ('SENT', 'DELIVERED', 'READ')`,
      ),
    ],
    ['mailbox', (look) => look.mails()],
  ),
  contained(
    'whole-11b',
    'Nobody was told of a confirmation that did not happen',
    rows(
      'notifications',
      `select distinct booking_id as id from notification where template = 'booking-confirmed' and state in ('SENT', 'DELIVERED', 'READ')`,
    ),
    ['bookings', rows('bookings', `select id::text from booking where hold_state = 'CONSUMED'`)],
  ),
  {
    id: 'whole-12',
    title: 'No event carries a mail address or a name of a person',
    violations: (look) => peopleInEvents(look, OUTBOXES),
  },
];
