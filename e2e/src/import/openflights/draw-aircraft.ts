/** An aircraft as the graph takes it. */
export interface AircraftInput {
  readonly code: string;
  readonly name: string;
  readonly cabins: readonly object[];
}

/** Two aisles: by the first letters of their IATA codes. */
const WIDE = /^(33|34|35|38|74|76|77|78|D1|L1|M11|IL9|ABX?|31[0-2])/;
/** Up to about a hundred seats, one cabin. */
const SMALL = /^(CR|ER|E[0-9]|AT|DH|SF|SH|F[0-9]|J[0-9]|BE|CN|DO|DF|D3|EM|SW|PA|YN|AN|14|100|DHC|DH8|BNI|TU|YK)/;

const economy = (cabin: object) => ({ name: 'Economy', class: 'ECONOMY', ...cabin });
const business = (cabin: object) => ({ name: 'Business', class: 'BUSINESS', ...cabin });

/** OpenFlights names aircraft but not their seats: a layout that is usual for the size. */
export function drawAircraft(code: string, name: string): AircraftInput {
  if (WIDE.test(code)) {
    const cabins = [
      business({ firstRow: 1, lastRow: 8, columns: 'AC DG HK' }),
      economy({
        firstRow: 20,
        lastRow: 46,
        columns: 'ABC DEFG HJK',
        exitRows: [20, 33],
        extraLegroomRows: [20, 33],
        bassinetRows: [20],
      }),
    ];
    return { code, name, cabins };
  }
  if (SMALL.test(code))
    return { code, name, cabins: [economy({ firstRow: 1, lastRow: 18, columns: 'AC DF', exitRows: [10] })] };
  const cabins = [
    business({ firstRow: 1, lastRow: 3, columns: 'AC DF' }),
    economy({
      firstRow: 4,
      lastRow: 30,
      columns: 'ABC DEF',
      skippedRows: [13],
      exitRows: [11, 12],
      extraLegroomRows: [12],
    }),
  ];
  return { code, name, cabins };
}
