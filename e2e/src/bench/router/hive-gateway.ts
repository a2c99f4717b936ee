import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { UNIQUE_HEADER, VARYING_HEADER } from './peer.js';

/** The fastest router in JavaScript besides ours: Hive Gateway with its Rust planner. Exact, so that figures can be repeated. */
const PACKAGES = {
  '@graphql-hive/gateway': '2.15.1',
  '@graphql-hive/router-runtime': '1.4.23',
  graphql: '16.15.0',
} as const;
/** Not under version control, and no part of any workspace. */
const FOLDER = path.resolve(import.meta.dirname, '../../../.peers/hive-gateway');
const INSTALL_MS = 300_000;

const CONFIG = `import { defineConfig } from '@graphql-hive/gateway';
import { unifiedGraphHandler } from '@graphql-hive/router-runtime';

const HANDED_ON = ['${UNIQUE_HEADER}', '${VARYING_HEADER}'];

export const gatewayConfig = defineConfig({
  unifiedGraphHandler,
  graphiql: false,
  logging: false,
  propagateHeaders: {
    fromClientToSubgraphs: ({ request }) =>
      Object.fromEntries(
        HANDED_ON.flatMap((name) => (request.headers.get(name) === null ? [] : [[name, request.headers.get(name)]])),
      ),
  },
});
`;

/** Installs it for the bench alone, once; answers the command that starts it. */
export async function installHiveGateway(): Promise<string> {
  const bin = path.join(FOLDER, 'node_modules/@graphql-hive/gateway/dist/bin.js');
  const config = path.join(FOLDER, 'gateway.config.mjs');
  await mkdir(FOLDER, { recursive: true });
  await writeFile(path.join(FOLDER, 'package.json'), JSON.stringify({ private: true, dependencies: PACKAGES }));
  await writeFile(config, CONFIG);
  if (!existsSync(bin)) await install();
  return `${process.execPath} ${bin} supergraph {supergraph} --port {port} --host 127.0.0.1 --config-path ${config}`;
}

async function install(): Promise<void> {
  const options = { cwd: FOLDER, timeout: INSTALL_MS, shell: process.platform === 'win32' };
  await promisify(execFile)('npm', ['install', '--ignore-scripts', '--no-package-lock', '--workspaces=false'], options);
}
