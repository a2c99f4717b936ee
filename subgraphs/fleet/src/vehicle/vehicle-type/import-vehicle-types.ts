import { transact } from '@fleetgraph/kit/database/transact';
import type { EntityManager } from '@mikro-orm/postgresql';
import { ImportReport, MAX_ROWS } from '../../editing/import/import-report.js';
import { mergeRow } from '../../editing/import/merge-row.js';
import { faultUnless, refuseFaults } from '../../editing/refuse-faults.js';
import { VehicleType } from './vehicle-type.entity.js';

/** A type of another system, with its place in the file. */
export interface VehicleTypeRow {
  readonly line: number;
  readonly typeId: string;
  readonly name: string;
  readonly formFactor: string;
  readonly propulsionType: string;
  readonly maxRangeMeters?: number | null;
}

/** The words of GBFS 3.0. */
const FORM_FACTORS = [
  'bicycle',
  'cargo_bicycle',
  'car',
  'moped',
  'scooter_standing',
  'scooter_seated',
  'scooter',
  'other',
];
const WITHOUT_MOTOR = 'human';

/** Adds and updates vehicle types by system and id in one transaction; rows with faults are reported and left out. */
export async function importVehicleTypes(
  em: EntityManager,
  { system, rows }: { readonly system: string; readonly rows: readonly VehicleTypeRow[] },
): Promise<ImportReport> {
  refuseFaults([faultUnless(rows.length <= MAX_ROWS, 'rows', `At most ${MAX_ROWS} rows at once.`)]);
  return transact(em, async (tx) => {
    const report = new ImportReport();
    const known = new Map((await tx.find(VehicleType, { system })).map((type) => [type.typeId, type]));
    for (const { line, maxRangeMeters, ...row } of rows) {
      const given = { ...row, system, maxRangeMeters: maxRangeMeters ?? null };
      const fault = typeFault(given);
      const before = known.get(given.typeId);
      if (fault !== undefined) report.faults.push({ line, message: fault });
      else if (before === undefined) {
        const added = Object.assign(new VehicleType(), given);
        tx.persist(added);
        known.set(given.typeId, added);
        report.added += 1;
      } else if (mergeRow(before, given)) report.changed += 1;
      else report.unchanged += 1;
    }
    return report;
  });
}

function typeFault({ formFactor, propulsionType, maxRangeMeters }: Omit<VehicleTypeRow, 'line'>): string | undefined {
  if (!FORM_FACTORS.includes(formFactor)) return `"${formFactor}" is no form factor of GBFS.`;
  if (propulsionType !== WITHOUT_MOTOR && !((maxRangeMeters ?? 0) > 0)) return 'A type with a motor tells its range.';
  return undefined;
}
