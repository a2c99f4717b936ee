import { Counter, Gauge, type Registry } from 'prom-client';
import type { CacheCounts, LookupCounts } from '../../cache/cache-counts.js';
import type { WorkCounts } from '../../operation/work-counts.js';
import type { SubgraphSnapshot } from '../../subgraph-client/subgraph-client.js';

/** What a router knows about itself without counting for metrics; read when somebody asks for them. */
export interface RouterState {
  subgraphs(): readonly SubgraphSnapshot[];
  readonly counts: WorkCounts;
  /** Undefined when nothing is kept. */
  readonly cache: CacheCounts | undefined;
  plansWaiting(): number;
  connections(): { readonly websocket: number; readonly sse: number };
  streams(): { readonly open: number; readonly events: number };
}

type Sample = readonly [labels: Readonly<Record<string, string>>, value: number];

interface Reading {
  readonly name: string;
  readonly help: string;
  readonly labels?: readonly string[];
  read(): readonly Sample[];
}

/** Tells the state of a router at each scrape; between scrapes it costs nothing. */
export function registerState(registry: Registry, state: RouterState): void {
  for (const reading of totals(state)) {
    new Counter({
      ...described(registry, reading),
      collect() {
        this.reset();
        for (const [labels, value] of reading.read()) this.inc(labels, value);
      },
    });
  }
  for (const reading of levels(state)) {
    new Gauge({
      ...described(registry, reading),
      collect() {
        this.reset();
        for (const [labels, value] of reading.read()) this.set(labels, value);
      },
    });
  }
}

const described = (registry: Registry, { name, help, labels = [] }: Reading) => ({
  name: `fleetgraph_router_${name}`,
  help,
  labelNames: [...labels],
  registers: [registry],
});

const bySubgraph = (state: RouterState, value: (of: SubgraphSnapshot) => number): readonly Sample[] =>
  state.subgraphs().map((snapshot) => [{ subgraph: snapshot.subgraph }, value(snapshot)]);

function totals(state: RouterState): readonly Reading[] {
  const { counts, cache } = state;
  const subgraph = ['subgraph'];
  const result = ['result'];
  return [
    {
      name: 'subgraph_retries_total',
      help: 'Calls that were sent again.',
      labels: subgraph,
      read: () => bySubgraph(state, ({ retries }) => retries),
    },
    {
      name: 'subgraph_shed_total',
      help: 'Calls that were not made because too many were under way.',
      labels: subgraph,
      read: () => bySubgraph(state, ({ shed }) => shed),
    },
    {
      name: 'subgraph_circuit_open_total',
      help: 'Calls that were not made because the circuits of all addresses were open.',
      labels: subgraph,
      read: () => bySubgraph(state, ({ circuitOpen }) => circuitOpen),
    },
    {
      name: 'operation_cache_total',
      help: 'Operations that were known (hit), or had to be read and checked (miss).',
      labels: result,
      read: () => hitsAndMisses(counts.operations),
    },
    {
      name: 'answer_memory_total',
      help: 'Queries whose subgraphs answered as before, so that the answer was given again unread (hit), and all others.',
      labels: result,
      read: () => hitsAndMisses(counts.answers),
    },
    {
      name: 'introspection_memory_total',
      help: 'Fields of `__schema` and `__type` whose answer was known (hit), and all others.',
      labels: result,
      read: () => hitsAndMisses(counts.introspections),
    },
    {
      name: 'plans_total',
      help: 'Plans that were made, or could not be.',
      labels: result,
      read: () => [
        [{ result: 'made' }, counts.plans.made],
        [{ result: 'failed' }, counts.plans.failed],
      ],
    },
    {
      name: 'planning_seconds_total',
      help: 'Time that the planning thread has spent on plans.',
      read: () => [[{}, counts.plans.ms / 1_000]],
    },
    {
      name: 'stream_events_total',
      help: 'Events of subscriptions that subgraphs have sent.',
      read: () => [[{}, state.streams().events]],
    },
    {
      name: 'slow_clients_total',
      help: 'How often a client was found to read too slowly: closed, or given the latest only.',
      read: () => [[{}, counts.slowClients]],
    },
    ...(cache === undefined ? [] : totalsOfCache(cache)),
  ];
}

function totalsOfCache(cache: CacheCounts): readonly Reading[] {
  const bySubgraph = ['subgraph', 'kind'];
  return [
    {
      name: 'cache_lookups_total',
      help: 'Answers of the root and entities that were looked for in the cache: given again (hit), not there (miss), or told to be out of date (invalidated).',
      labels: [...bySubgraph, 'result'],
      read: () => cache.lookups.flatMap(resultsOfLookups),
    },
    {
      name: 'cache_stored_total',
      help: 'Answers of the root and entities that were put into the cache.',
      labels: bySubgraph,
      read: () => cache.lookups.map(({ subgraph, kind, stored }) => [{ subgraph, kind }, stored]),
    },
    {
      name: 'cache_invalidations_total',
      help: 'How often the cache was told that something is out of date, by who told it.',
      labels: ['source'],
      read: () => Object.entries(cache.invalidations).map(([source, count]) => [{ source }, count]),
    },
    {
      name: 'cache_events_total',
      help: 'Events of the bus that rules applied to, that none is for (ignored), or that lack what a rule wants (unreadable).',
      labels: ['result'],
      read: () => Object.entries(cache.events).map(([result, count]) => [{ result }, count]),
    },
  ];
}

const resultsOfLookups = ({ subgraph, kind, hits, misses, invalidated }: LookupCounts): readonly Sample[] => [
  [{ subgraph, kind, result: 'hit' }, hits],
  [{ subgraph, kind, result: 'miss' }, misses],
  [{ subgraph, kind, result: 'invalidated' }, invalidated],
];

function levels(state: RouterState): readonly Reading[] {
  return [
    {
      name: 'subgraph_calls_under_way',
      help: 'Calls that wait for an answer.',
      labels: ['subgraph'],
      read: () => bySubgraph(state, ({ underWay }) => underWay),
    },
    {
      name: 'subgraph_calls_queued',
      help: 'Calls that wait for a place.',
      labels: ['subgraph'],
      read: () => bySubgraph(state, ({ queued }) => queued),
    },
    {
      name: 'subgraph_circuit',
      help: 'State of the circuit of each address: 1 for the state it is in.',
      labels: ['subgraph', 'address', 'state'],
      read: () => circuits(state.subgraphs()),
    },
    {
      name: 'plans_waiting',
      help: 'Operations that wait for their plan.',
      read: () => [[{}, state.plansWaiting()]],
    },
    {
      name: 'connections',
      help: 'Connections of clients that stay open.',
      labels: ['transport'],
      read: () => Object.entries(state.connections()).map(([transport, size]) => [{ transport }, size]),
    },
    {
      name: 'streams',
      help: 'Streams of subgraphs that are open; many clients may read one.',
      read: () => [[{}, state.streams().open]],
    },
  ];
}

const hitsAndMisses = ({ hits, misses }: WorkCounts['answers']): readonly Sample[] => [
  [{ result: 'hit' }, hits],
  [{ result: 'miss' }, misses],
];

const circuits = (snapshots: readonly SubgraphSnapshot[]): readonly Sample[] =>
  snapshots.flatMap(({ subgraph, addresses }) =>
    addresses.map(({ url, circuit, isEjected }): Sample => {
      const state = isEjected ? 'ejected' : circuit;
      return [{ subgraph, address: url, state }, 1];
    }),
  );
