import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../bin/fleetgraph-router.js', import.meta.url));

/** A router in a process of its own, as the command starts it. */
export interface TestCommand {
  readonly child: ChildProcess;
  /** `http://localhost:4000/graphql` */
  readonly url: string;
  /** Ends as a roll-out ends it; answers the exit code. */
  stop(): Promise<number | null>;
}

/** Starts the command; rejects with what it printed when it does not listen. */
export async function startTestCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<TestCommand> {
  const child = spawn(process.execPath, [BIN, ...args], { env: { PATH: process.env.PATH ?? '', ...env } });
  let printed = '';
  child.stderr.on('data', (data) => {
    printed += data;
  });
  const first = await Promise.race([once(child.stdout, 'data').then(String), once(child, 'exit').then(() => '')]);
  const [, url] = /^The graph is at (http:\S+)\n$/.exec(first) ?? [];
  if (url === undefined) throw new Error(`The router did not start: ${printed}`);
  return {
    child,
    url,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const [code] = await ended;
      return code;
    },
  };
}
