import { notify } from '@fleetgraph/kit/database/listener';
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
  await sqlRun(
    em,
    `insert into progress (topic, last_event_at) values ($1, $2)
     on conflict on constraint progress_pkey do update set last_event_at = greatest(progress.last_event_at, excluded.last_event_at)`,
    [topic, time],
  );
  if (facts.length === 0) return;
  await sqlRun(
    em,
    `insert into fact (event_id, ordinal, measure, at, value, subject, person, kind, location_id, organisation_id, currency)
     select $1, ordinal, measure, at, value, subject, person, kind, location_id, organisation_id, currency
       from unnest($2::text[], $3::timestamptz[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
            with ordinality as f(measure, at, value, subject, person, kind, location_id, organisation_id, currency, ordinal)
     on conflict on constraint fact_pkey do nothing`,
    [id, ...columns(facts)],
  );
  for (const measure of new Set(facts.map((fact) => fact.measure))) await notify(em, FACTS_CHANNEL, measure);
}

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
