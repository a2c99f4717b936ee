import { Temporal } from 'temporal-polyfill';

/** The aircraft with their seats. */
export const AIRCRAFT = [
  {
    code: '320',
    name: 'Airbus A320',
    cabins: [
      { name: 'Business', class: 'BUSINESS', firstRow: 1, lastRow: 4, columns: 'AC DF', bassinetRows: [1] },
      {
        name: 'Economy',
        class: 'ECONOMY',
        firstRow: 5,
        lastRow: 28,
        columns: 'ABC DEF',
        skippedRows: [13],
        exitRows: [11, 12],
        extraLegroomRows: [11, 12],
        blockedSeats: ['28F'],
      },
    ],
  },
  {
    code: '359',
    name: 'Airbus A350-900',
    cabins: [
      { name: 'Business', class: 'BUSINESS', firstRow: 1, lastRow: 8, columns: 'A DG K', bassinetRows: [1] },
      { name: 'Premium Economy', class: 'PREMIUM_ECONOMY', firstRow: 20, lastRow: 22, columns: 'AC DEG HK' },
      {
        name: 'Economy',
        class: 'ECONOMY',
        firstRow: 30,
        lastRow: 48,
        columns: 'ABC DEG HJK',
        exitRows: [40],
        extraLegroomRows: [30, 40],
      },
    ],
  },
  {
    code: 'DH4',
    name: 'De Havilland Dash 8-400',
    cabins: [
      {
        name: 'Economy',
        class: 'ECONOMY',
        firstRow: 1,
        lastRow: 19,
        columns: 'AC DF',
        skippedRows: [13],
        exitRows: [1],
      },
    ],
  },
] as const;

interface Route {
  number: string;
  originCode: string;
  destinationCode: string;
  zone: string;
  departsAt: string;
  durationMinutes: number;
  aircraftCode: string;
  economyMinor: number;
  /** Days of the week, 1 Monday to 7 Sunday; daily when left out. */
  weekdays?: readonly number[];
}

const ROUTES: readonly Route[] = [
  {
    number: 'FG101',
    originCode: 'HAM',
    destinationCode: 'LIS',
    zone: 'Europe/Berlin',
    departsAt: '09:25',
    durationMinutes: 210,
    aircraftCode: '320',
    economyMinor: 14_900,
  },
  {
    number: 'FG102',
    originCode: 'LIS',
    destinationCode: 'HAM',
    zone: 'Europe/Lisbon',
    departsAt: '13:10',
    durationMinutes: 205,
    aircraftCode: '320',
    economyMinor: 15_900,
  },
  {
    number: 'FG201',
    originCode: 'FRA',
    destinationCode: 'BOM',
    zone: 'Europe/Berlin',
    departsAt: '13:30',
    durationMinutes: 490,
    aircraftCode: '359',
    economyMinor: 48_900,
  },
  {
    number: 'FG301',
    originCode: 'LIS',
    destinationCode: 'PDL',
    zone: 'Europe/Lisbon',
    departsAt: '07:30',
    durationMinutes: 145,
    aircraftCode: 'DH4',
    economyMinor: 8_900,
  },
  {
    number: 'FG202',
    originCode: 'BOM',
    destinationCode: 'FRA',
    zone: 'Asia/Kolkata',
    departsAt: '03:10',
    durationMinutes: 540,
    aircraftCode: '359',
    economyMinor: 47_900,
    weekdays: [2, 6],
  },
];

const DAYS = 14;

/** Sixty flights of the fourteen days after today, as rows of a timetable; a repeat gives the same flights. */
export function timetable(now = Temporal.Now.instant()): object[] {
  const rows = ROUTES.flatMap((route) =>
    Array.from({ length: DAYS }, (_, at) => at + 1).flatMap((day) => {
      const date = now.toZonedDateTimeISO(route.zone).toPlainDate().add({ days: day });
      return route.weekdays?.includes(date.dayOfWeek) === false ? [] : [rowOf(route, date)];
    }),
  );
  return rows.map((row, at) => ({ line: at + 1, ...row }));
}

function rowOf(
  { weekdays: _weekdays, zone: _zone, departsAt, economyMinor, ...route }: Route,
  date: Temporal.PlainDate,
): object {
  const fare = (cabinClass: string, factor: number) => ({ cabinClass, priceMinor: String(economyMinor * factor) });
  const fares = [
    fare('ECONOMY', 1),
    ...(route.aircraftCode === '359' ? [fare('PREMIUM_ECONOMY', 2)] : []),
    ...(route.aircraftCode === 'DH4' ? [] : [fare('BUSINESS', 4)]),
  ];
  const surcharges = [
    { feature: 'EXTRA_LEGROOM', priceMinor: '4500' },
    { feature: 'WINDOW', priceMinor: '900' },
  ];
  return { ...route, departs: `${date.toString()}T${departsAt}`, currency: 'EUR', fare: { fares, surcharges } };
}
