import { describe, expect, it } from '@jest/globals';
import { columnsOf, type GridRow, seatTowards } from './seat-grid.js';

const row = (number: number, letters: string): GridRow => ({
  number,
  seats: [...letters].map((letter) => ({
    designator: `${number}${letter}`,
    features: 'CD'.includes(letter) ? ['AISLE'] : [],
  })),
});
const rows = [row(1, 'ACDF'), row(2, 'ABCDEF'), row(3, 'ABCDEF')];
const seat = (designator: string) => {
  const found = rows.flatMap(({ seats }) => seats).find((other) => other.designator === designator);
  if (found === undefined) throw new Error(`no seat ${designator}`);
  return found;
};
const towards = (from: string, key: string) => seatTowards(rows, seat(from), key)?.designator;

describe('the seat map', () => {
  it('has a column for each letter and one for the aisle', () => {
    expect(
      columnsOf(rows)
        .map((column) => ('letter' in column ? column.letter : '|'))
        .join(''),
    ).toBe('ABC|DEF');
  });

  it('is walked by arrows, over the aisle and past missing seats', () => {
    expect(towards('2C', 'ArrowRight')).toBe('2D');
    expect(towards('2A', 'ArrowLeft')).toBeUndefined();
    expect(towards('1C', 'ArrowDown')).toBe('2C');
    expect(towards('2B', 'ArrowUp')).toBe('1F');
    expect(towards('3A', 'ArrowDown')).toBeUndefined();
  });

  it('jumps to the ends of a row', () => {
    expect(towards('2C', 'Home')).toBe('2A');
    expect(towards('2C', 'End')).toBe('2F');
    expect(towards('2C', 'x')).toBeUndefined();
  });
});
