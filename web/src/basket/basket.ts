/** One line of a basket as the browser keeps it: ids and choices, never a price or a name. */
export interface BasketLine {
  offerId: string;
  bookableId: string;
  quantity: number;
  seat?: string;
  customerVehicleId?: string;
}

/** What the person has put together, in order. */
export type Basket = readonly BasketLine[];

/** Adds a line; the same offer again raises its quantity, except a seat, of which there is one. */
export function addLine(basket: Basket, line: BasketLine): Basket {
  const same = basket.find((other) => other.offerId === line.offerId && other.seat === line.seat);
  if (same === undefined) return [...basket, line];
  if (line.seat !== undefined) return basket;
  return setQuantity(basket, same, same.quantity + line.quantity);
}

/** Sets how many of a line; none removes it. */
export function setQuantity(basket: Basket, line: BasketLine, quantity: number): Basket {
  if (quantity <= 0) return removeLine(basket, line);
  return basket.map((other) => (other === line ? { ...other, quantity } : other));
}

/** Takes a line out. */
export function removeLine(basket: Basket, line: BasketLine): Basket {
  return basket.filter((other) => other !== line);
}

/** Puts another offer in the place of one that is gone, at its position. */
export function replaceOffer(basket: Basket, line: BasketLine, offer: { id: string; bookableId: string }): Basket {
  return basket.map((other) =>
    other === line ? { offerId: offer.id, bookableId: offer.bookableId, quantity: line.quantity } : other,
  );
}

/** How many things are in it. */
export const countThings = (basket: Basket): number => basket.reduce((sum, { quantity }) => sum + quantity, 0);

/** Reads a kept basket; anything unreadable is an empty one. */
export function readBasket(text: string | null): Basket {
  try {
    const kept: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(kept) ? kept.filter(isLine) : [];
  } catch {
    return []; // Somebody else's text under our key: nothing is lost that we could show.
  }
}

function isLine(value: unknown): value is BasketLine {
  if (typeof value !== 'object' || value === null) return false;
  const { offerId, bookableId, quantity } = value as Record<string, unknown>; // checked on the next line
  return typeof offerId === 'string' && typeof bookableId === 'string' && Number.isInteger(quantity);
}
