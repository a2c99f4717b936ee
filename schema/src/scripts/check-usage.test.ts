import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '../../../..');
const COPIED = ['schema/subgraphs', 'schema/operations', 'schema/usage.json'];
const WEB_OPERATIONS = 'web/src/graphql/__generated__/persisted-operations.json';
const FIELD = /"""Age in years that a driver must have at pick-up\."""\n {2}minimumDriverAge: Int!\n/;

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
  const removeField = () => {
    const file = path.join(copy, 'schema/subgraphs/fleet.graphql');
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(FIELD);
    writeFileSync(file, text.replace(FIELD, ''));
  };

  it('has nothing against the graph as it is', () => {
    expect(run('check-usage.js')).toEqual({ status: 0, told: '' });
  });

  it('refuses to lose a field that is asked for, and names who asks', () => {
    const seen = { name: 'old-app', version: '1', fields: { 'CarClass.minimumDriverAge': 3 } };
    writeFileSync(path.join(copy, 'router.jsonl'), `${JSON.stringify(seen)}\n`);
    expect(run('record-usage.js', 'router.jsonl').status).toBe(0);
    removeField();
    expect(run('check-usage.js')).toEqual({
      status: 1,
      told: 'CarClass.minimumDriverAge is gone, but it is still asked for by: old-app, operations/stranger, operations/web.',
    });
  });

  it('is not content with a record that was not renewed', () => {
    writeFileSync(path.join(copy, 'schema/operations/agent/new.graphql'), '{ node(id: "1") { id } }');
    expect(run('check-usage.js')).toMatchObject({ status: 1, told: expect.stringContaining('record-usage.js') });
  });
});
