import { GraphQLClient } from 'graphql-request';
import type { ImportReport, Remark } from './import-report.js';

/** Gives a token that is valid now; asked before each call, because imports outlive tokens. */
export type TokenSource = () => Promise<string>;

/** The graph as staff reach it. */
export interface Graph {
  readonly url: string;
  readonly token: TokenSource;
  /** Told after each call. */
  readonly onProgress: (name: string, done: number, all: number) => void;
}

interface Answer {
  readonly [mutation: string]:
    | {
        readonly added: number;
        readonly changed: number;
        readonly unchanged: number;
        readonly faults: readonly Remark[];
      }
    | { readonly code: string; readonly message: string };
}

const ROWS_PER_CALL = 250;

/** Runs one operation. */
export async function callGraph<Data>(
  { url, token }: Graph,
  document: string,
  variables: Record<string, unknown>,
): Promise<Data> {
  const client = new GraphQLClient(`${url}/graphql`, { headers: { authorization: `Bearer ${await token()}` } });
  return client.request<Data>(document, variables);
}

/** Sends rows by the hundreds to `importXs` and adds what became of them to the report. */
export async function sendRows(
  graph: Graph,
  { mutation, input, rows }: { mutation: string; input?: Record<string, unknown>; rows: readonly object[] },
  report: ImportReport,
): Promise<void> {
  const Input = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const document = `mutation Import($input: ${Input}!) { ${mutation}(input: $input) {
    ... on ImportReport { added changed unchanged faults { line message } } ... on UserError { code message } } }`;
  for (let start = 0; start < rows.length; start += ROWS_PER_CALL) {
    const batch = rows.slice(start, start + ROWS_PER_CALL);
    const answer = await callGraph<Answer>(graph, document, { input: { ...input, rows: batch } });
    const outcome = answer[mutation];
    if (outcome === undefined || 'code' in outcome) throw new Error(outcome?.message ?? `${mutation} answered nothing`);
    report.added += outcome.added;
    report.changed += outcome.changed;
    report.unchanged += outcome.unchanged;
    report.faults.push(...outcome.faults);
    graph.onProgress(report.name, start + batch.length, rows.length);
  }
}
