import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CHAINS } from '../testing/graphs/chains.js';
import { startTestGraph, type TestGraph } from '../testing/test-graph.js';
import { startTestRouter, type TestRouter } from '../testing/test-router.js';

describe('what a @requires reads that has a @requires itself', () => {
  let graph: TestGraph;
  let router: TestRouter;

  beforeAll(async () => {
    graph = await startTestGraph(CHAINS);
    router = await startTestRouter({ supergraph: graph.supergraph });
  });
  beforeEach(() => {
    for (const { requests } of Object.values(graph.subgraphs)) requests.length = 0;
  });
  afterAll(async () => {
    await router.stop();
    await graph.stop();
  });

  const listOf = <T>(parcel: (id: number) => T) => [parcel(1), null, parcel(2)];

  it.each([
    ['{ shipped { seal } }', { shipped: listOf((id) => ({ seal: `sealed Owner ${id}` })) }],
    [
      '{ shipped { seal digest s: seal } }',
      { shipped: listOf((id) => ({ seal: `sealed Owner ${id}`, digest: `Owner ${id}`, s: `sealed Owner ${id}` })) },
    ],
    [
      '{ shipped { seal digest: label d: digest } }',
      { shipped: listOf((id) => ({ seal: `sealed Owner ${id}`, digest: `Parcel ${id}`, d: `Owner ${id}` })) },
    ],
    ['{ shipped { bill } }', { shipped: listOf(() => ({ bill: 'bill of 14' })) }],
    ['{ shipped { proof } }', { shipped: listOf((id) => ({ proof: `proof of sealed Owner ${id}!` })) }],
    [
      '{ weighed { proof bill } }',
      { weighed: [1, 2].map((id) => ({ proof: `proof of sealed Owner ${id}!`, bill: 'bill of 14' })) },
    ],
    [
      '{ shipped { proof stamp seal bill rate } }',
      {
        shipped: listOf((id) => ({
          proof: `proof of sealed Owner ${id}!`,
          stamp: `sealed Owner ${id}!`,
          seal: `sealed Owner ${id}`,
          bill: 'bill of 14',
          rate: 7,
        })),
      },
    ],
    ['{ shipped { tax duty } }', { shipped: listOf((id) => ({ tax: `${id}00`, duty: `${id}0` })) }],
    [
      'query ($note: String = "mine") { shipped { audit report(note: $note) { text } price } }',
      {
        shipped: listOf((id) => ({
          audit: `audited Owner ${id}, ${id}, tax`,
          report: { text: `Owner ${id}, ${id}, mine` },
          price: 10 * id,
        })),
      },
    ],
    [
      'query ($yes: Boolean = true) { shipped { id seal @skip(if: $yes) ... @include(if: $yes) { tax } } }',
      { shipped: listOf((id) => ({ id: `${id}`, tax: `${id}00` })) },
    ],
    [
      '{ sent { id ...F ... on Letter { digest } } } fragment F on Sent { ... on Parcel { seal tax } }',
      {
        sent: [
          { id: '1', seal: 'sealed Owner 1', tax: '100' },
          { id: '9', digest: 'a letter' },
        ],
      },
    ],
    [
      '{ taxed { rows { seal tax } } shipped { duty } }',
      {
        taxed: { rows: [[{ seal: 'sealed Owner 1', tax: '100' }, null], [{ seal: 'sealed Owner 2', tax: '200' }]] },
        shipped: listOf((id) => ({ duty: `${id}0` })),
      },
    ],
    [
      'mutation { ship(id: "2") { seal } other: ship(id: "1") { duty } }',
      { ship: { seal: 'sealed Owner 2' }, other: { duty: '10' } },
    ],
  ])('is asked for after what it requires: %s', async (query, data) => {
    expect(await router.query(query)).toEqual({ data });
  });

  it('is left alone where nobody brings what it requires, as under a skipped fragment', async () => {
    const query =
      '{ boxes { ...F @skip(if: true) rows { stamp } } } fragment F on Box { rows { id } dead: rows { tax } }';
    const { data } = await router.query(query);
    expect(data).toEqual({ boxes: [{ rows: [[{ stamp: 'sealed Owner 1!' }, null], [{ stamp: 'sealed Owner 2!' }]] }] });
  });

  it('is asked for at once where its subgraph provides what it requires', async () => {
    const query = '{ lightest { digest seal } }';
    expect(await router.query(query)).toEqual({ data: { lightest: { digest: 'Owner 1', seal: 'sealed Owner 1' } } });
    expect(graph.subgraph('shipping').requests).toHaveLength(1);
  });
});
