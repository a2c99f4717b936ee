#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 24;

if (Number.parseInt(process.versions.node, 10) >= OLDEST_NODE) {
  const { runCommand } = await import('../dist/command-line.js');
  await runCommand(process.argv.slice(2), process.env);
} else {
  runOnOwnNode();
}

/** The project brings a Node of its own from the registry; an older one on the machine hands over to it. */
function runOnOwnNode() {
  const node = ownNode();
  if (node === undefined) {
    process.stderr.write(`fleetgraph-router: needs Node ${OLDEST_NODE} or newer; this is ${process.versions.node}.\n`);
    process.exitCode = 1;
    return;
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === null ? 0 : 1);
  });
}

function ownNode() {
  const { platform, arch } = process;
  const name = platform === 'win32' ? `node-win-${arch}` : `node-${platform}-${arch}`;
  try {
    const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
    return fileURLToPath(new URL(platform === 'win32' ? 'bin/node.exe' : 'bin/node', `file://${manifest}`));
  } catch {
    return undefined; // no package of ours for this platform
  }
}
