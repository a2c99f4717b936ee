import { transact } from '@fleetgraph/kit/database/transact';
import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import { publishBookables } from '../../catalogue/publish/publish-bookables.js';
import { mergeRow } from '../../editing/import/merge-row.js';
import { faultOf, faultUnless, refuseFaults } from '../../editing/refuse-faults.js';
import { Flight } from '../flight.entity.js';
import { Aircraft } from './aircraft.entity.js';
import type { AircraftCabin } from './cabin.js';
import { layoutFault } from './seat-plan.js';

/** An aircraft with its seats. */
export interface SavedAircraft {
  readonly code: string;
  readonly name: string;
  readonly cabins: AircraftCabin[];
}

/** Adds an aircraft or replaces the one with this code; the flights that it will fly are told anew when that changes it. */
export async function saveAircraft(em: EntityManager, given: SavedAircraft): Promise<Aircraft> {
  refuseFaults([
    faultUnless(/^[A-Z0-9][A-Za-z0-9-]{0,30}$/.test(given.code), 'code', 'A code has capitals, digits and dashes.'),
    faultOf('cabins', layoutFault(given.cabins)),
  ]);
  // Plain copies: what a column holds is compared by its fields.
  const facts = { ...given, cabins: given.cabins.map((cabin) => ({ ...cabin })) };
  return transact(em, async (tx) => {
    const before = await tx.findOne(Aircraft, { code: given.code }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (before === null) {
      const aircraft = Object.assign(new Aircraft(), facts);
      tx.persist(aircraft);
      return aircraft;
    }
    if (mergeRow(before, facts)) {
      const flights = await tx.find(Flight, { aircraftId: before.id, departsAt: { $gt: new Date() }, retiredAt: null });
      for (const flight of flights) flight.version += 1;
      await publishBookables(tx, flights);
    }
    return before;
  });
}
