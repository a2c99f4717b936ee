import { type GraphQLSchema, resolveSchemaCoordinate } from 'graphql';
import { toApiSchema } from './api-schema.js';
import { composeSupergraph } from './compose.js';
import { isOurs, type RecordedUsage, readUsage, USAGE_FILE, usageOfRepository } from './recorded-usage.js';

const RECORD = 'node schema/dist/src/scripts/record-usage.js';

/** Refuses a graph without a field, argument, input field or enum value that somebody is known to use, and a record of our own operations that is stale. */
async function checkUsage(): Promise<readonly string[]> {
  const schema = toApiSchema(await composeSupergraph('schema'));
  const usage = await readUsage();
  const gone = whatIsGone(schema, usage);
  if (gone.length > 0) return gone;
  const now = await usageOfRepository(schema);
  const recorded = Object.fromEntries(Object.entries(usage).filter(([client]) => isOurs(client)));
  if (JSON.stringify(recorded) === JSON.stringify(now)) return [];
  return [`${USAGE_FILE} is not what our operations use: run ${RECORD} and commit it.`];
}

function whatIsGone(schema: GraphQLSchema, usage: RecordedUsage): readonly string[] {
  const clients = new Map<string, string[]>();
  for (const [client, coordinates] of Object.entries(usage)) {
    for (const coordinate of coordinates) {
      if (!isThere(schema, coordinate)) clients.set(coordinate, [...(clients.get(coordinate) ?? []), client]);
    }
  }
  return [...clients].map(
    ([coordinate, names]) => `${coordinate} is gone, but it is still used by: ${names.join(', ')}.`,
  );
}

function isThere(schema: GraphQLSchema, coordinate: string): boolean {
  try {
    return resolveSchemaCoordinate(schema, coordinate) !== undefined;
  } catch {
    return false; // what it is a part of is gone
  }
}

const faults = await checkUsage();
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
