/** Fails when the TypeScript beside the .proto files is not what they generate. */
import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
// Beside the project, so that the relative path to the plugin holds.
const copy = await mkdtemp(path.join(root, '.cache-events-'));
try {
  await cp(path.join(root, 'schema'), path.join(copy, 'schema'), {
    recursive: true,
    filter: (source) => !/[\\/](dist|node_modules)([\\/]|$)|_pb\.ts$/.test(source),
  });
  await symlink(path.join(root, 'node_modules'), path.join(copy, 'node_modules'), 'dir');
  const { status } = spawnSync('buf', ['generate'], { cwd: path.join(copy, 'schema'), stdio: 'inherit' });
  if (status !== 0) process.exit(1);
  const folder = path.join('schema', 'events');
  const generated = (await readdir(path.join(copy, folder))).filter((file) => file.endsWith('_pb.ts'));
  const committed = (await readdir(path.join(root, folder))).filter((file) => file.endsWith('_pb.ts'));
  const stale = [];
  for (const file of new Set([...generated, ...committed])) {
    const [is, should] = await Promise.all(
      [root, copy].map((base) => readFile(path.join(base, folder, file), 'utf8').catch(() => undefined)),
    );
    if (is !== should) stale.push(file);
  }
  if (stale.length > 0) {
    console.error(
      `schema/events is not what the .proto files generate: ${stale.join(', ')}. Run \`npm run generate\` and commit.`,
    );
    process.exitCode = 1;
  }
} finally {
  await rm(copy, { recursive: true, force: true });
}
