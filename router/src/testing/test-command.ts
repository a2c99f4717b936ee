import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { bareEnvironment } from './config.js';

/** The file behind the command `fleetgraph-router`. */
export const COMMAND_FILE = fileURLToPath(new URL('../../bin/fleetgraph-router.js', import.meta.url));

/** A run of the command, with all that it has printed. */
export interface CommandRun {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly output: { stdout: string; stderr: string };
}

/** A router in a process of its own, as the command starts it. */
export interface TestCommand extends CommandRun {
  /** `http://localhost:4000/graphql` */
  readonly url: string;
  /** Ends as a roll-out ends it; answers the exit code. */
  stop(): Promise<number | null>;
}

/** Runs the command, whatever comes of it. */
export function runTestCommand(args: readonly string[], env: Readonly<Record<string, string>> = {}): CommandRun {
  const child = spawn(process.execPath, [COMMAND_FILE, ...args], {
    env: { ...bareEnvironment, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (data) => {
      output[name] += data;
    });
  }
  return { child, output };
}

/** Starts the command; rejects with what it printed when it does not listen. */
export async function startTestCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<TestCommand> {
  const { child, output } = runTestCommand(args, env);
  let hasEnded = false;
  const ended = once(child, 'close').then(() => {
    hasEnded = true;
  });
  while (!output.stdout.includes('\n') && !hasEnded) await Promise.race([once(child.stdout, 'data'), ended]);
  const [, url] = /^The graph is at (http:\S+)\n$/.exec(output.stdout) ?? [];
  if (url === undefined) throw new Error(`The router did not start: ${JSON.stringify(output)}`);
  return {
    child,
    output,
    url,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
      return child.exitCode;
    },
  };
}
