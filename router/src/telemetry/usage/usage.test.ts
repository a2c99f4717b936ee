import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { INPUTS } from '../../testing/graphs/inputs.js';
import { SHOP } from '../../testing/graphs/shop.js';
import { startTestGraph, type TestGraph } from '../../testing/test-graph.js';
import { startTestRouter, type TestRouter, until } from '../../testing/test-router.js';

describe('usage of the schema', () => {
  let folder: string;
  let file: string;
  let graph: TestGraph;
  let router: TestRouter;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'fleetgraph-usage-'));
    file = join(folder, 'usage.jsonl');
    graph = await startTestGraph(SHOP);
  });

  afterEach(async () => {
    await router.stop();
    await graph.stop();
    await rm(folder, { recursive: true });
  });

  const start = async (usage: object = {}) => {
    router = await startTestRouter({ supergraph: graph.supergraph, usage: { file, ...usage } });
  };
  const ask = (name: string, query: string, version = '1') =>
    router.query(query, {
      headers: { 'apollographql-client-name': name, 'apollographql-client-version': version },
    });
  const recorded = async () => {
    const text = await readFile(file, 'utf8').catch(() => '');
    const lines = text.split('\n').filter((line) => line !== '');
    return lines.map((line) => JSON.parse(line)).sort((one, other) => one.name.localeCompare(other.name));
  };
  const seenAt = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);

  it('is told by program when the router stops', async () => {
    await start();
    await ask('web', '{ me { ...Named __typename } } fragment Named on User { name }');
    await ask('web', '{ me { ...Named __typename } } fragment Named on User { name }');
    await ask('partner', 'query P { me { name email } }', '7.0');
    await ask('partner', '{ nothing }', '7.0');
    await router.stop();
    expect(await recorded()).toEqual([
      { name: 'partner', version: '7.0', seenAt, coordinates: { 'Query.me': 1, 'User.name': 1, 'User.email': 1 } },
      { name: 'web', version: '1', seenAt, coordinates: { 'Query.me': 2, 'User.name': 2 } },
    ]);
  });

  it('is added to what is there, now and then', async () => {
    const known = { name: 'web', version: '1', seenAt: '2026-01-01T00:00:00.000Z', coordinates: { 'Query.me': 5 } };
    await writeFile(file, `${JSON.stringify(known)}\n`);
    await start({ flushMs: 10 });
    await ask('web', '{ me { name } }');
    await until('it is written', async () => (await recorded())[0]?.coordinates['Query.me'] === 6);
    await ask('web', '{ me { name } }');
    await until('it is written again', async () => (await recorded())[0]?.coordinates['Query.me'] === 7);
    expect((await recorded())[0]).toMatchObject({ coordinates: { 'User.name': 2 } });
  });

  it('does not grow with invented programs: who was seen least lately leaves', async () => {
    const old = { name: 'old', version: '1', seenAt: '2020-01-01T00:00:00.000Z', coordinates: {} };
    await writeFile(file, `${JSON.stringify(old)}\n`);
    await start({ maxClients: 2 });
    for (const name of ['a', 'b', 'c', 'd']) await ask(name, '{ me { name } }');
    await router.stop();
    const lines = await recorded();
    expect(lines.map(({ name, coordinates }) => [name, coordinates['Query.me']])).toEqual([
      ['a', 1],
      ['other', 3],
    ]);
  });

  it('stays as it is when it cannot be read', async () => {
    await writeFile(file, 'no usage\n');
    await start();
    await ask('web', '{ me { name } }');
    await router.stop();
    expect(await readFile(file, 'utf8')).toBe('no usage\n');
  });

  describe('of arguments, input fields and enum values', () => {
    beforeEach(async () => {
      await graph.stop();
      graph = await startTestGraph(INPUTS);
      await start();
    });

    const coordinatesOf = async (query: string, variables: Record<string, unknown> = {}, times = 1) => {
      const headers = { 'apollographql-client-name': 'web' };
      for (let count = 0; count < times; count++) await router.query(query, { variables, headers });
      await router.stop();
      return (await recorded())[0]?.coordinates;
    };

    it('is read from the text of an operation, defaults of variables included', async () => {
      const query = `query ($mood: Mood = BAD, $show: Boolean = true) {
        find(filter: { text: "a", range: { from: 1, to: 2 }, level: HIGH }, first: 1) @include(if: $show)
        best(mood: $mood)
        __type(name: "Filter") { name }
      }`;
      expect(await coordinatesOf(query)).toEqual({
        'Filter.level': 1,
        'Filter.range': 1,
        'Filter.text': 1,
        'Level.HIGH': 1,
        'Mood.BAD': 1,
        'Query.best': 1,
        'Query.best(mood:)': 1,
        'Query.find': 1,
        'Query.find(filter:)': 1,
        'Query.find(first:)': 1,
        'Range.from': 1,
        'Range.to': 1,
      });
    });

    it('is read from the values of variables: what is given, not what could be', async () => {
      const query =
        'query ($filters: [Filter!], $mood: Mood, $json: Json) { all(filters: $filters) best(mood: $mood) any(value: $json) }';
      const filters = [
        { text: 'a', range: { from: 1, to: null } },
        { text: 'b', level: 'LOW' },
      ];
      expect(await coordinatesOf(query, { filters, mood: 'GOOD', json: { level: 'HIGH' } })).toEqual({
        'Filter.level': 1,
        'Filter.range': 1,
        'Filter.text': 1,
        'Level.LOW': 1,
        'Mood.GOOD': 1,
        'Query.all': 1,
        'Query.all(filters:)': 1,
        'Query.any': 1,
        'Query.any(value:)': 1,
        'Query.best': 1,
        'Query.best(mood:)': 1,
        'Range.from': 1,
        'Range.to': 1,
      });
    });

    it('is read from the variables of some requests only, where there are many of one operation', async () => {
      const counts = await coordinatesOf('query ($mood: Mood) { best(mood: $mood) }', { mood: 'GOOD' }, 130);
      expect(counts).toEqual({ 'Query.best': 130, 'Query.best(mood:)': 130, 'Mood.GOOD': 102 });
    });
  });
});
