import { type GraphQLSchema, isInterfaceType, isObjectType } from 'graphql';
import { toApiSchema } from './api-schema.js';
import { composeSupergraph } from './compose.js';
import { isOurs, type RecordedUsage, readUsage, USAGE_FILE, usageOfRepository } from './recorded-usage.js';

const RECORD = 'node schema/dist/src/scripts/record-usage.js';

/** Refuses a graph without a field that somebody is known to ask for, and a record of our own operations that is stale. */
async function checkUsage(): Promise<readonly string[]> {
  const schema = toApiSchema(await composeSupergraph('schema'));
  const usage = await readUsage();
  const gone = fieldsThatAreGone(schema, usage);
  if (gone.length > 0) return gone;
  const now = await usageOfRepository(schema);
  const recorded = Object.fromEntries(Object.entries(usage).filter(([client]) => isOurs(client)));
  if (JSON.stringify(recorded) === JSON.stringify(now)) return [];
  return [`${USAGE_FILE} is not what our operations ask for: run ${RECORD} and commit it.`];
}

function fieldsThatAreGone(schema: GraphQLSchema, usage: RecordedUsage): readonly string[] {
  const clients = new Map<string, string[]>();
  for (const [client, fields] of Object.entries(usage)) {
    for (const field of fields) {
      if (!hasField(schema, field)) clients.set(field, [...(clients.get(field) ?? []), client]);
    }
  }
  return [...clients].map(([field, names]) => `${field} is gone, but it is still asked for by: ${names.join(', ')}.`);
}

function hasField(schema: GraphQLSchema, coordinate: string): boolean {
  const [typeName = '', fieldName = ''] = coordinate.split('.');
  const type = schema.getType(typeName);
  return (isObjectType(type) || isInterfaceType(type)) && Object.hasOwn(type.getFields(), fieldName);
}

const faults = await checkUsage();
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
