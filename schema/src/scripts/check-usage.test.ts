import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '../../../..');
const COPIED = ['schema/subgraphs', 'schema/operations', 'schema/usage.json'];
const WEB_OPERATIONS = 'web/src/graphql/__generated__/persisted-operations.json';

describe('the check of usage', () => {
  let copy: string;

  beforeEach(() => {
    copy = mkdtempSync(path.join(tmpdir(), 'fleetgraph-usage-'));
    for (const part of [...COPIED, WEB_OPERATIONS])
      cpSync(path.join(root, part), path.join(copy, part), { recursive: true });
  });

  afterEach(() => {
    rmSync(copy, { recursive: true });
  });

  const run = (script: string, ...args: readonly string[]) => {
    const file = path.join(root, 'schema/dist/src/scripts', script);
    const { status, stderr } = spawnSync(process.execPath, [file, ...args], { cwd: copy, encoding: 'utf8' });
    return { status, told: stderr.trimEnd() };
  };
  /** Takes a part out of a subgraph's schema. */
  const remove = (part: RegExp) => {
    const file = path.join(copy, 'schema/subgraphs/fleet.graphql');
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(part);
    writeFileSync(file, text.replace(part, ''));
  };

  it('has nothing against the graph as it is', () => {
    expect(run('check-usage.js')).toEqual({ status: 0, told: '' });
  });

  it.each([
    [
      'a field',
      'CarClass.minimumDriverAge',
      /"""Age in years that a driver must have at pick-up\."""\n {2}minimumDriverAge: Int!\n/,
      'old-app, operations/stranger, operations/web',
    ],
    [
      'an argument',
      'Query.locations(filter:)',
      /"""Null: all places\."""\n {4}filter: LocationFilter\n/,
      'old-app, operations/admin, operations/stranger, operations/technician, operations/web',
    ],
    [
      'an input field',
      'LocationFilter.kinds',
      /"""Kinds that are wanted; null: all\."""\n {2}kinds: \[LocationKind!\]\n/,
      'old-app, operations/admin, operations/stranger, operations/technician',
    ],
    ['an enum value', 'StockReason.RECEIPT', /"""New goods came\."""\n {2}RECEIPT\n/, 'old-app, operations/admin'],
  ])('refuses to lose %s that is used, and names who uses it', (_, coordinate, part, clients) => {
    const seen = { name: 'old-app', version: '1', coordinates: { [coordinate]: 3 } };
    writeFileSync(path.join(copy, 'router.jsonl'), `${JSON.stringify(seen)}\n`);
    expect(run('record-usage.js', 'router.jsonl').status).toBe(0);
    remove(part);
    expect(run('check-usage.js')).toEqual({
      status: 1,
      told: `${coordinate} is gone, but it is still used by: ${clients}.`,
    });
  });

  it('is not content with a record that was not renewed', () => {
    writeFileSync(path.join(copy, 'schema/operations/agent/new.graphql'), '{ node(id: "1") { id } }');
    expect(run('check-usage.js')).toMatchObject({ status: 1, told: expect.stringContaining('record-usage.js') });
  });
});
