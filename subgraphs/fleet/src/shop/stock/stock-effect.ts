/** Why stock changed (F-28). */
export enum StockReason {
  ADJUSTMENT = 'ADJUSTMENT',
  RECEIPT = 'RECEIPT',
  ALLOCATION = 'ALLOCATION',
  RELEASE = 'RELEASE',
  SALE = 'SALE',
  CANCELLATION = 'CANCELLATION',
  RETURN = 'RETURN',
}

/** The two numbers that movements change; what can be sold follows from them. */
export interface StockNumbers {
  readonly onHand: number;
  readonly allocated: number;
}

/** What is left to sell. */
export const saleable = ({ onHand, allocated }: StockNumbers): number => onHand - allocated;

/**
 * What a movement adds to both numbers. A sale of goods that were allocated takes from both:
 * `allocated` is how many of them were.
 */
export function stockEffect(reason: StockReason, quantity: number, allocated = 0): StockNumbers {
  switch (reason) {
    case StockReason.ADJUSTMENT:
    case StockReason.RECEIPT:
    case StockReason.CANCELLATION:
    case StockReason.RETURN:
      return { onHand: quantity, allocated: 0 };
    case StockReason.ALLOCATION:
      return { onHand: 0, allocated: quantity };
    case StockReason.RELEASE:
      return { onHand: 0, allocated: -quantity };
    case StockReason.SALE:
      return { onHand: -quantity, allocated: 0 - allocated };
  }
}
