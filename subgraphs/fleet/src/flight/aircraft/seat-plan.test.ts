import { describe, expect, it } from '@jest/globals';
import { type AircraftCabin, CabinClass, SeatFeature } from './cabin.js';
import { layoutFault, rowsOf, seatsOf } from './seat-plan.js';

const economy: AircraftCabin = {
  name: 'Economy',
  class: CabinClass.ECONOMY,
  firstRow: 10,
  lastRow: 15,
  columns: 'ABC DEF',
  skippedRows: [13],
  exitRows: [11],
  extraLegroomRows: [11],
  bassinetRows: [10],
  restrictedSeats: ['10F'],
  missingSeats: ['15A'],
  blockedSeats: ['15F'],
};

describe('seat plan', () => {
  it('draws rows from front to back and leaves out what is not there', () => {
    const rows = rowsOf(economy);
    expect(rows.map(({ number }) => number)).toEqual([10, 11, 12, 14, 15]);
    expect(rows.at(-1)?.seats.map(({ designator }) => designator)).toEqual(['15B', '15C', '15D', '15E', '15F']);
    expect(seatsOf([economy])).toHaveLength(29);
  });

  it('knows windows, aisles and what is special', () => {
    const seat = (designator: string) => seatsOf([economy]).find((candidate) => candidate.designator === designator);
    expect(seat('14C')?.features).toEqual([SeatFeature.AISLE]);
    expect(seat('14A')?.features).toEqual([SeatFeature.WINDOW]);
    expect(seat('14B')?.features).toEqual([]);
    expect(seat('11A')?.features).toEqual([SeatFeature.WINDOW, SeatFeature.EXIT_ROW, SeatFeature.EXTRA_LEGROOM]);
    expect(seat('10F')?.features).toEqual([SeatFeature.WINDOW, SeatFeature.BASSINET, SeatFeature.RESTRICTED]);
    expect(seat('15F')?.isBlocked).toBe(true);
  });

  it('refuses impossible layouts', () => {
    expect(layoutFault([economy])).toBeUndefined();
    expect(layoutFault([])).toMatch(/at least one/);
    expect(layoutFault([{ ...economy, columns: 'ABI' }])).toMatch(/without I/);
    expect(layoutFault([{ ...economy, columns: 'AB AC' }])).toMatch(/twice/);
    expect(layoutFault([economy, economy])).toMatch(/behind/);
    expect(layoutFault([{ ...economy, blockedSeats: ['13A'] }])).toMatch(/no seat 13A/);
  });
});
