import { execFileSync } from 'node:child_process';
import { glob, readFile } from 'node:fs/promises';
import { CriticalityLevel, diff } from '@graphql-inspector/core';
import { type GraphQLSchema, parse, validate } from 'graphql';
import { toApiSchema } from './api-schema.js';
import { composeSupergraph } from './compose.js';

/**
 * Refuses a change of the graph that breaks somebody (GRAPH.md, rule 12): a breaking difference to `base` fails unless every
 * operation in `operations/` and in the web still fits.
 */
async function checkBreaking(base: string): Promise<readonly string[]> {
  const before = supergraphAt(base);
  if (before === undefined) return [];
  const after = toApiSchema(await composeSupergraph('schema'));
  const changes = await diff(toApiSchema(before), after);
  const breaking = changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking);
  for (const { message } of breaking) console.log(`breaking: ${message}`);
  return breaking.length === 0 ? [] : await operationsThatNoLongerFit(after);
}

function supergraphAt(revision: string): string | undefined {
  try {
    return execFileSync('git', ['show', `${revision}:schema/supergraph.graphql`], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch {
    console.log(`There is no supergraph at ${revision}: nothing to compare with.`);
    return undefined;
  }
}

async function operationsThatNoLongerFit(schema: GraphQLSchema): Promise<readonly string[]> {
  const faults: string[] = [];
  for await (const file of glob(['schema/operations/**/*.graphql'])) {
    const errors = validate(schema, parse(await readFile(file, 'utf8')));
    faults.push(...errors.map(({ message }) => `${file}: ${message}`));
  }
  return faults;
}

const faults = await checkBreaking(process.argv[2] ?? 'HEAD');
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
