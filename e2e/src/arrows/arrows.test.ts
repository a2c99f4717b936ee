import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '../../..');

/** For each rule a file that breaks it: [rule, file, what it imports]. */
const VIOLATIONS: readonly (readonly [rule: string, file: string, imports: string])[] = [
  ['schema-depends-on-nobody', 'schema/src/a.ts', 'subgraphs/kit/src/b.ts'],
  ['kit-knows-no-subgraph', 'subgraphs/kit/src/a.ts', 'subgraphs/fleet/src/b.ts'],
  ['fleet-imports-no-other-subgraph', 'subgraphs/fleet/src/a.ts', 'subgraphs/bookings/src/b.ts'],
  ['bookings-imports-no-other-subgraph', 'subgraphs/bookings/src/a.ts', 'subgraphs/payments/src/b.ts'],
  ['payments-imports-no-other-subgraph', 'subgraphs/payments/src/a.ts', 'subgraphs/users/src/b.ts'],
  ['users-imports-no-other-subgraph', 'subgraphs/users/src/a.ts', 'subgraphs/notifications/src/b.ts'],
  ['notifications-imports-no-other-subgraph', 'subgraphs/notifications/src/a.ts', 'subgraphs/analytics/src/b.ts'],
  ['analytics-imports-no-other-subgraph', 'subgraphs/analytics/src/a.ts', 'subgraphs/fleet/src/c.ts'],
  ['subgraphs-know-no-edge', 'subgraphs/users/src/c.ts', 'router/src/b.ts'],
  ['router-sees-the-neutral-kit-only', 'router/src/a.ts', 'subgraphs/kit/src/database/b.ts'],
  ['router-knows-nobody', 'router/src/c.ts', 'web/src/b.ts'],
  ['web-knows-only-the-graph', 'web/src/a.ts', 'router/src/d.ts'],
  ['nobody-imports-local-or-e2e', 'router/src/e.ts', 'local/src/b.ts'],
  ['local-does-not-import-e2e', 'local/src/a.ts', 'e2e/src/b.ts'],
  ['entities-know-no-graph', 'subgraphs/fleet/src/car.entity.ts', 'subgraphs/fleet/src/car.type.ts'],
  ['use-cases-know-no-entry-point', 'subgraphs/fleet/src/add-car.ts', 'subgraphs/fleet/src/add-car.mutation.ts'],
  ['features-are-apart', 'web/src/features/search/a.ts', 'web/src/features/pay/b.ts'],
  ['ui-knows-no-graph', 'web/src/ui/a.ts', 'web/src/graphql/b.ts'],
  ['tests-are-not-shipped', 'router/src/f.ts', 'router/src/g.test.ts'],
];

let broken: ReadonlySet<string>;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'arrows-'));
  await cp(path.join(root, '.dependency-cruiser.cjs'), path.join(folder, '.dependency-cruiser.cjs'));
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'dir');
  for (const [, file, imports] of VIOLATIONS) {
    const from = `./${path.relative(path.dirname(file), imports).replace(/\.ts$/, '.js')}`;
    await write(file, `import type { thing } from '${from}';\nexport type Other = typeof thing;\n`);
    await write(imports, 'export const thing = 1;\n');
  }
  await write('schema/src/circle.ts', `import { b } from './other.js';\nexport const a = (): unknown => b;\n`);
  await write('schema/src/other.ts', `import { a } from './circle.js';\nexport const b = (): unknown => a;\n`);
  await write(
    'router/src/gateway-user.ts',
    `import { ApolloGateway } from '@apollo/gateway';\nexport const gateway = ApolloGateway;\n`,
  );
  const cruised = spawnSync(
    path.join(root, 'node_modules/.bin/depcruise'),
    [
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'json',
      'schema',
      'subgraphs',
      'router',
      'local',
      'e2e',
      'web',
    ],
    { cwd: folder, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  const { summary } = JSON.parse(cruised.stdout) as { summary: { violations: { rule: { name: string } }[] } };
  broken = new Set(summary.violations.map(({ rule }) => rule.name));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
  await writeFile(path.join(folder, file), text);
}

describe('the arrows', () => {
  it.each([...VIOLATIONS.map(([rule]) => rule), 'no-circles', 'one-importer-of-the-gateway'])(
    'refuse what breaks %s',
    (rule) => {
      expect([...broken]).toContain(rule);
    },
  );
});
