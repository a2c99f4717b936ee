import { sqlOne } from '@fleetgraph/kit/database/sql';
import { transact } from '@fleetgraph/kit/database/transact';
import { type EntityManager, LockMode } from '@mikro-orm/postgresql';
import type { Edited } from '../../editing/edit-versioned.js';
import { SupplyNotFound, SupplyVersionStale } from '../../editing/supply.errors.js';
import { BookableKind } from '../bookable-kind.js';
import { type Bookable, ENTITY_OF_KIND } from '../publish/bookables.js';
import { publishBookables } from '../publish/publish-bookables.js';

/** Takes something off sale for good; bookings that it has stay what they are. */
export function retireBookable(em: EntityManager, { id, expectedVersion }: Edited): Promise<Bookable> {
  return transact(em, async (tx) => {
    const entry = await sqlOne<{ kind: BookableKind }>(tx, 'select kind from search_entry where id = $1', [id]);
    if (entry === undefined) throw new SupplyNotFound('Bookable', id);
    const where = entry.kind === BookableKind.BIKE ? { publicId: id } : { id };
    const bookable = await tx.findOne(ENTITY_OF_KIND[entry.kind], where, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (bookable === null) throw new SupplyNotFound('Bookable', id);
    if (bookable.version !== expectedVersion) throw new SupplyVersionStale(bookable.version);
    if (bookable.retiredAt === null) {
      bookable.retiredAt = new Date();
      bookable.version += 1;
      await publishBookables(tx, [bookable]);
    }
    return bookable;
  });
}
