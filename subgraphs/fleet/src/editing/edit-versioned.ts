import { transact } from '@fleetgraph/kit/database/transact';
import { type EntityClass, type EntityManager, type FilterQuery, LockMode } from '@mikro-orm/postgresql';
import { SupplyNotFound, SupplyVersionStale } from './supply.errors.js';
import type { Versioned } from './versioned.js';

/** Which row, and the version its editor saw. */
export interface Edited {
  readonly id: string;
  readonly expectedVersion: number;
}

/** A row to edit; `isVisible` says whether the editor may know of it at all. */
interface EditedRow<T> extends Edited {
  readonly entity: EntityClass<T>;
  readonly isVisible?: (row: T) => boolean;
}

/** Changes one row that nobody else changed since its editor read it, in one transaction with what follows from it. */
export function editVersioned<T extends Versioned>(
  em: EntityManager,
  { entity, id, expectedVersion, isVisible }: EditedRow<T>,
  change: (row: T, tx: EntityManager) => void | Promise<void>,
): Promise<T> {
  return transact(em, async (tx) => {
    const row = await lockRow(tx, entity, id);
    if (isVisible?.(row) === false) throw new SupplyNotFound(entity.name, id);
    if (row.version !== expectedVersion) throw new SupplyVersionStale(row.version);
    row.version += 1;
    await change(row, tx);
    return row;
  });
}

/** Reads a row and keeps others from changing it until the transaction ends. */
export async function lockRow<T extends Versioned>(tx: EntityManager, entity: EntityClass<T>, id: string): Promise<T> {
  const where = { id } as FilterQuery<T>; // every T has an id; the ORM's filter type cannot see it through a generic
  const row = await tx.findOne(entity, where, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (row === null) throw new SupplyNotFound(entity.name, id);
  return row as T;
}

/** Reads a row that an input names. */
export async function requireRow<T extends Versioned>(
  em: EntityManager,
  entity: EntityClass<T>,
  id: string,
): Promise<T> {
  const where = { id } as FilterQuery<T>; // as above
  const row = await em.findOne(entity, where);
  if (row === null) throw new SupplyNotFound(entity.name, id);
  return row as T;
}

/** Copies the fields that an edit names; what it leaves out or gives as undefined stays. */
export function assignGiven<T extends object>(row: T, given: Partial<T>): void {
  for (const [field, value] of Object.entries(given))
    if (value !== undefined && value !== null) Reflect.set(row, field, value);
}
