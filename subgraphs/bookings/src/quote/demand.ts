import { BookableKind } from '../booking/model/line-state.js';
import { type CatalogueRow, minutesOf, textOf } from '../catalogue/catalogue-row.js';
import type { OfferTerms } from '../offer/offer-terms.js';

/**
 * One resource that a line must take; read by the SQL function take_lines. Groups are taken in the order of their names
 * by everybody, so nobody waits in a circle.
 */
export type Demand =
  | {
      readonly take: 'UNIT';
      readonly group: string;
      readonly unitKind: 'CAR' | 'BIKE' | 'BAY' | 'TECHNICIAN';
      readonly locationId: string;
      readonly bookableId?: string;
      readonly unitId?: string;
      readonly capability?: string;
      readonly movesTo?: string;
      readonly from: string;
      readonly to: string;
    }
  | {
      readonly take: 'SEAT';
      readonly group: string;
      readonly flightId: string;
      readonly cabinClass: string | null;
      readonly seat: string | null;
    }
  | {
      readonly take: 'STOCK';
      readonly group: string;
      readonly variantId: string;
      readonly locationId: string;
      readonly quantity: number;
    };

const MINUTE_MS = 60_000;

/** What terms take, with buffers: half-open periods in which nobody else may have it. */
export function demandsOf(row: CatalogueRow, terms: OfferTerms, quantity: number): Demand[] {
  const { bookableId, locationId } = terms;
  switch (terms.kind) {
    case BookableKind.CAR: {
      const isOneWay = terms.returnLocationId !== locationId;
      const period = periodOf(terms, { before: 0, after: minutesOf(row, 'turnaroundMinutes') });
      const movesTo = isOneWay ? { movesTo: terms.returnLocationId } : {};
      return [
        {
          take: 'UNIT',
          group: `1 CAR ${bookableId} ${locationId}`,
          unitKind: 'CAR',
          bookableId,
          locationId,
          ...movesTo,
          ...period,
        },
      ];
    }
    case BookableKind.BIKE: {
      const unitId = textOf(row, 'unitId');
      return [
        {
          take: 'UNIT',
          group: `2 BIKE ${unitId}`,
          unitKind: 'BIKE',
          unitId,
          locationId,
          ...periodOf(terms, { before: 0, after: 0 }),
        },
      ];
    }
    case BookableKind.WORKSHOP: {
      const period = periodOf(terms, {
        before: minutesOf(row, 'bufferBeforeMinutes'),
        after: minutesOf(row, 'bufferAfterMinutes'),
      });
      const bay = { unitKind: 'BAY', capability: textOf(row, 'bayCapability'), locationId, ...period } as const;
      const technician = { unitKind: 'TECHNICIAN', capability: textOf(row, 'skill'), locationId, ...period } as const;
      return [
        { take: 'UNIT', group: `3 BAY ${locationId}`, ...bay },
        { take: 'UNIT', group: `4 TECHNICIAN ${locationId}`, ...technician },
      ];
    }
    case BookableKind.FLIGHT:
      return [
        {
          take: 'SEAT',
          group: `5 SEAT ${bookableId}`,
          flightId: bookableId,
          cabinClass: terms.cabinClass,
          seat: terms.seat,
        },
      ];
    case BookableKind.PRODUCT:
      return [
        { take: 'STOCK', group: `6 STOCK ${bookableId} ${locationId}`, variantId: bookableId, locationId, quantity },
      ];
  }
}

function periodOf({ from, to }: OfferTerms, buffer: { before: number; after: number }): { from: string; to: string } {
  if (!from || !to) throw new Error('what takes a unit has a start and an end');
  return {
    from: new Date(from.getTime() - buffer.before * MINUTE_MS).toISOString(),
    to: new Date(to.getTime() + buffer.after * MINUTE_MS).toISOString(),
  };
}
