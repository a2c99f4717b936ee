import { transact } from '@fleetgraph/kit/database/transact';
import type { EntityManager } from '@mikro-orm/postgresql';
import { ImportReport, MAX_ROWS } from '../../editing/import/import-report.js';
import { mergeRow } from '../../editing/import/merge-row.js';
import { faultUnless, refuseFaults } from '../../editing/refuse-faults.js';
import { type PlaceFacts, placeFaults } from '../check-place.js';
import { Location } from '../location.entity.js';
import { publishLocations } from '../publish-locations.js';

/** A place from another system, with the line it stands in. */
export interface ImportedPlace extends PlaceFacts {
  readonly line: number;
  readonly naturalKey: string;
  readonly code: string | null;
  readonly country: string;
  readonly capacity: number | null;
  readonly isInstalled: boolean;
  readonly isRenting: boolean;
  readonly isReturning: boolean;
}

/** Adds and updates places by their natural key in one transaction; rows with faults are reported and left out. */
export async function importPlaces(em: EntityManager, places: readonly ImportedPlace[]): Promise<ImportReport> {
  refuseFaults([faultUnless(places.length <= MAX_ROWS, 'rows', `At most ${MAX_ROWS} rows at once.`)]);
  return transact(em, async (tx) => {
    const report = new ImportReport();
    const keys = places.map(({ naturalKey }) => naturalKey);
    const known = new Map(
      (await tx.find(Location, { naturalKey: { $in: keys } })).map((place) => [place.naturalKey, place]),
    );
    const told: Location[] = [];
    for (const { line, ...given } of places) {
      const faults = placeFaults(given);
      if (!/^[A-Z]{2}$/.test(given.country))
        faults.push({ path: 'country', message: `"${given.country}" is no country code.` });
      if (faults.length > 0) {
        report.faults.push({ line, message: faults.map(({ message }) => message).join(' ') });
        continue;
      }
      const before = known.get(given.naturalKey);
      if (before === undefined) {
        const added = Object.assign(new Location(), given);
        tx.persist(added);
        known.set(given.naturalKey, added);
        told.push(added);
        report.added += 1;
      } else if (mergeRow(before, given)) {
        if (!told.includes(before)) told.push(before);
        report.changed += 1;
      } else report.unchanged += 1;
    }
    await tx.flush();
    await publishLocations(tx, told);
    return report;
  });
}
