/** What the grid needs to know of a seat. */
export interface GridSeat {
  designator: string;
  features: readonly string[];
}

/** One row from front to back, its seats from left to right. */
export interface GridRow<Seat extends GridSeat = GridSeat> {
  number: number;
  seats: readonly Seat[];
}

/** A column of the map: seats of one letter, or the aisle between two. */
export type Column = { letter: string } | { aisleAfter: string };

/** The letter of a seat, as printed behind its row. */
export const letterOf = ({ designator }: GridSeat): string => designator.replace(/^\d+/, '');

/** The columns of a cabin: every letter that a row has, with the aisles where two aisle seats face each other. */
export function columnsOf(rows: readonly GridRow[]): Column[] {
  const seats = rows.flatMap((row) => row.seats);
  const letters = [...new Set(seats.map(letterOf))].sort();
  const atAisle = new Set(seats.filter(({ features }) => features.includes('AISLE')).map(letterOf));
  return letters.flatMap((letter, index) => {
    const next = letters[index + 1];
    const isAisle = next !== undefined && atAisle.has(letter) && atAisle.has(next);
    return isAisle ? [{ letter }, { aisleAfter: letter }] : [{ letter }];
  });
}

/** The seat that an arrow, Home or End leads to from another; undefined when the key leads nowhere. */
export function seatTowards<Seat extends GridSeat>(
  rows: readonly GridRow<Seat>[],
  from: Seat,
  key: string,
): Seat | undefined {
  const rowIndex = rows.findIndex(({ seats }) => seats.includes(from));
  const row = rows[rowIndex]?.seats ?? [];
  switch (key) {
    case 'ArrowRight':
      return row[row.indexOf(from) + 1];
    case 'ArrowLeft':
      return row[row.indexOf(from) - 1];
    case 'ArrowDown':
      return nearest(rows.slice(rowIndex + 1), from);
    case 'ArrowUp':
      return nearest(rows.slice(0, rowIndex).reverse(), from);
    case 'Home':
      return row[0];
    case 'End':
      return row.at(-1);
    default:
      return undefined;
  }
}

/** The seat of the same letter in the next row that has it, else the nearest letter of the next row. */
function nearest<Seat extends GridSeat>(rows: readonly GridRow<Seat>[], from: Seat): Seat | undefined {
  const letter = letterOf(from);
  const same = rows.map(({ seats }) => seats.find((seat) => letterOf(seat) === letter)).find(Boolean);
  return same ?? rows[0]?.seats.at(-1);
}
