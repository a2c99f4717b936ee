import { ClientError } from 'graphql-request';
import { readArguments, UsageWrong } from './read-arguments.js';
import { runImport } from './run-import.js';
import type { Graph } from './send-rows.js';
import { fixedToken, signedInAsAdmin } from './token-source.js';

/** Runs the command; answers its exit code: 0 done (rows with faults are reported), 1 not done, 2 not understood. */
async function main(args: readonly string[]): Promise<number> {
  try {
    const options = readArguments(args);
    const { url, token, isJson } = options;
    const graph: Graph = {
      url,
      token: token === undefined ? signedInAsAdmin(url) : fixedToken(token),
      onProgress: (name, done, all) => process.stderr.write(`${name}: ${done} of ${all}\n`),
    };
    const reports = await runImport(graph, options);
    console.log(isJson ? JSON.stringify({ reports }) : reports.map((report) => report.print()).join('\n'));
    return 0;
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    return error instanceof UsageWrong ? 2 : 1;
  }
}

/** The first sentence of what went wrong, with the reason of a failed connection. */
function messageOf(error: unknown): string {
  // Its own message repeats the whole request.
  if (error instanceof ClientError)
    return error.response.errors?.[0]?.message ?? `The graph answered ${error.response.status}.`;
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message || String(error.cause)})` : '';
  return `${error.message}${cause}`;
}

process.exitCode = await main(process.argv.slice(2));
