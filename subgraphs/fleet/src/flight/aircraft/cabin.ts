/** Cabin classes of an aircraft. */
export enum CabinClass {
  ECONOMY = 'ECONOMY',
  PREMIUM_ECONOMY = 'PREMIUM_ECONOMY',
  BUSINESS = 'BUSINESS',
  FIRST = 'FIRST',
}

/** What is special about a seat. */
export enum SeatFeature {
  WINDOW = 'WINDOW',
  AISLE = 'AISLE',
  EXIT_ROW = 'EXIT_ROW',
  EXTRA_LEGROOM = 'EXTRA_LEGROOM',
  BASSINET = 'BASSINET',
  RESTRICTED = 'RESTRICTED',
}

/** One cabin of an aircraft as data: what a seat map is drawn from; the graph's type says what each field means. */
export interface AircraftCabin {
  name: string;
  class: CabinClass;
  firstRow: number;
  lastRow: number;
  columns: string;
  skippedRows: number[];
  exitRows: number[];
  extraLegroomRows: number[];
  bassinetRows: number[];
  restrictedSeats: string[];
  missingSeats: string[];
  blockedSeats: string[];
}
