import { sqlRun } from '@fleetgraph/kit/database/sql';
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Fact } from '../fact.js';

/** Channel that tells which measures have new facts. */
export const FACTS_CHANNEL = 'facts';

/** The event that gave the facts. */
export interface FactSource {
  readonly id: string;
  readonly topic: string;
  readonly time: Date;
}

/** Stores the facts of one event and remembers how far its topic is counted; an event counts once, however often it comes. */
export async function collectFacts(
  em: EntityManager,
  { id, topic, time }: FactSource,
  facts: readonly Fact[],
): Promise<void> {
  await sqlRun(em, COLLECT, [topic, time, FACTS_CHANNEL, id, ...columns(facts)]);
}

const COLLECT = `
  with collected as (
    insert into progress (topic, last_event_at) values ($1, $2)
    on conflict on constraint progress_pkey do update
      set last_event_at = greatest(progress.last_event_at, excluded.last_event_at)),
  stored as (
    insert into fact (event_id, ordinal, measure, at, value, subject, person, kind, location_id, organisation_id, currency)
    select $4, ordinal, measure, at, value, subject, person, kind, location_id, organisation_id, currency
      from unnest($5::text[], $6::timestamptz[], $7::bigint[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[])
           with ordinality as f(measure, at, value, subject, person, kind, location_id, organisation_id, currency, ordinal)
    on conflict on constraint fact_pkey do nothing returning measure)
  select pg_notify($3, measure) from (select distinct measure from stored) changed`;

function columns(facts: readonly Fact[]): unknown[][] {
  const column = <Value>(pick: (fact: Fact) => Value): Value[] => facts.map(pick);
  return [
    column(({ measure }) => measure),
    column(({ at }) => at.toISOString()),
    column(({ value }) => value.toString()),
    column(({ subject }) => subject),
    column(({ person }) => person),
    column(({ kind }) => kind ?? null),
    column(({ locationId }) => locationId ?? null),
    column(({ organisationId }) => organisationId ?? null),
    column(({ currency }) => currency ?? null),
  ];
}
