import { type AircraftCabin, type CabinClass, SeatFeature } from './cabin.js';

/** One seat of an aircraft. */
export interface PlannedSeat {
  readonly designator: string;
  readonly row: number;
  readonly cabinClass: CabinClass;
  readonly features: readonly SeatFeature[];
  /** Never sold. */
  readonly isBlocked: boolean;
}

/** The rows of one cabin from front to back, seats from left to right. */
export function rowsOf(cabin: AircraftCabin): { number: number; seats: PlannedSeat[] }[] {
  const rows: { number: number; seats: PlannedSeat[] }[] = [];
  for (let number = cabin.firstRow; number <= cabin.lastRow; number += 1) {
    if (!cabin.skippedRows.includes(number)) rows.push({ number, seats: seatsOfRow(cabin, number) });
  }
  return rows;
}

/** Every seat of an aircraft. */
export const seatsOf = (cabins: readonly AircraftCabin[]): PlannedSeat[] =>
  cabins.flatMap((cabin) => rowsOf(cabin).flatMap(({ seats }) => seats));

function seatsOfRow(cabin: AircraftCabin, row: number): PlannedSeat[] {
  const { columns } = cabin;
  return [...columns].flatMap((letter, index) => {
    const designator = `${row}${letter}`;
    if (letter === ' ' || cabin.missingSeats.includes(designator)) return [];
    const flags: [boolean, SeatFeature][] = [
      [index === 0 || index === columns.length - 1, SeatFeature.WINDOW],
      [columns[index - 1] === ' ' || columns[index + 1] === ' ', SeatFeature.AISLE],
      [cabin.exitRows.includes(row), SeatFeature.EXIT_ROW],
      [cabin.extraLegroomRows.includes(row), SeatFeature.EXTRA_LEGROOM],
      [cabin.bassinetRows.includes(row), SeatFeature.BASSINET],
      [cabin.restrictedSeats.includes(designator), SeatFeature.RESTRICTED],
    ];
    const features = flags.filter(([has]) => has).map(([, feature]) => feature);
    return [{ designator, row, cabinClass: cabin.class, features, isBlocked: cabin.blockedSeats.includes(designator) }];
  });
}

/** Says what is wrong with the cabins of a layout, or undefined when nothing is. */
export function layoutFault(cabins: readonly AircraftCabin[]): string | undefined {
  if (cabins.length === 0) return 'An aircraft has at least one cabin.';
  let before = 0;
  for (const { name, firstRow, lastRow, columns } of cabins) {
    if (!/^[A-HJ-Z]+( [A-HJ-Z]+)*$/.test(columns))
      return `${name}: columns are letters without I, with one space for each aisle.`;
    if (new Set(columns.replaceAll(' ', '')).size !== columns.replaceAll(' ', '').length)
      return `${name}: a letter occurs twice.`;
    if (firstRow < 1 || firstRow > lastRow || lastRow > 99) return `${name}: rows go from 1 to 99, first before last.`;
    if (firstRow <= before) return `${name}: rows begin behind those of the cabin before.`;
    before = lastRow;
  }
  return strayFault(cabins);
}

function strayFault(cabins: readonly AircraftCabin[]): string | undefined {
  for (const cabin of cabins) {
    const designators = new Set(
      rowsOf({ ...cabin, missingSeats: [] }).flatMap(({ seats }) => seats.map((seat) => seat.designator)),
    );
    const stray = [...cabin.restrictedSeats, ...cabin.missingSeats, ...cabin.blockedSeats].find(
      (seat) => !designators.has(seat),
    );
    if (stray !== undefined) return `${cabin.name}: there is no seat ${stray}.`;
  }
  return undefined;
}
