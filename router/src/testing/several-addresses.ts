import { SHOP } from './graphs/shop.js';
import type { TestRouter } from './test-router.js';
import { startTestSubgraph, type TestSubgraph } from './test-subgraph.js';

/** Starts one more server of a subgraph of the shop. */
export function startReplica(name: string, port = 0): Promise<TestSubgraph> {
  const definition = SHOP.find((subgraph) => subgraph.name === name);
  if (definition === undefined) throw new Error(`The shop has no subgraph "${name}".`);
  return startTestSubgraph(definition, port);
}

/** What a load of queries has met. */
export interface LoadReport {
  asked: number;
  /** Codes of the errors, one for each query that had any. */
  readonly failed: unknown[];
}

const QUERY = 'query ($id: ID!) { user(id: $id) { name } }';
let asked = 0;

/** Asks for a user that nobody has asked for before, so that no answer is shared. */
export async function askForUser({ query }: TestRouter): Promise<unknown> {
  const { errors } = await query(QUERY, { variables: { id: `load-${asked++}` } });
  return errors?.[0]?.extensions.code;
}

/** Many users at once. */
export const askForUsers = (router: TestRouter, count: number): Promise<unknown[]> =>
  Promise.all(Array.from({ length: count }, () => askForUser(router)));

/** Clients that ask without a pause until they are told to stop. */
export function startLoad(router: TestRouter, clients: number): { report: LoadReport; stop(): Promise<LoadReport> } {
  const report: LoadReport = { asked: 0, failed: [] };
  let isOver = false;
  const client = async () => {
    while (!isOver) {
      const code = await askForUser(router);
      report.asked++;
      if (code !== undefined) report.failed.push(code);
    }
  };
  const running = Array.from({ length: clients }, client);
  return {
    report,
    async stop() {
      isOver = true;
      await Promise.all(running);
      return report;
    },
  };
}
