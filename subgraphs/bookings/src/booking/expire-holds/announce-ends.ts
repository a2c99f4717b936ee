import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { sqlAll } from '@fleetgraph/kit/database/sql';
import { transact } from '@fleetgraph/kit/database/transact';
import { recordAll } from '@fleetgraph/kit/events/record';
import { HoldExpiringSchema } from '@fleetgraph/schema/events/bookings_pb';
import type { EntityManager } from '@mikro-orm/postgresql';

const BATCH = 100;

interface EndingHold {
  readonly id: string;
  readonly customer_id: string | null;
  readonly hold_expires_at: Date;
  readonly version: number;
  /** False when it has run out meanwhile, or is kept because somebody pays. */
  readonly ends_soon: boolean;
}

/** Tells of every hold that ends soon, once. Several may do it at once. */
export async function announceEnds(em: EntityManager): Promise<void> {
  while ((await transact(em, announceBatch)) === BATCH);
}

async function announceBatch(tx: EntityManager): Promise<number> {
  const holds = await sqlAll<EndingHold>(
    tx,
    // One that is locked is being paid, released or announced by somebody else.
    `update booking set announce_end_at = null
     where id = any (array(
       select id from booking where hold_state = 'ACTIVE' and announce_end_at <= statement_timestamp()
       order by announce_end_at limit ${BATCH} for no key update skip locked))
     returning id, customer_id, hold_expires_at, version,
       paying_until is null and hold_expires_at > statement_timestamp() as ends_soon`,
  );
  const ending = holds.filter(({ ends_soon }) => ends_soon);
  if (ending.length > 0) {
    await recordAll(
      tx,
      HoldExpiringSchema,
      ending.map(({ id, customer_id, hold_expires_at, version }) => ({
        key: id,
        payload: {
          bookingId: id,
          customerId: customer_id ?? '',
          holdExpiresAt: timestampFromDate(hold_expires_at),
          sequence: version,
        },
      })),
    );
  }
  return holds.length;
}
