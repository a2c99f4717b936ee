/** A way of pricing, by its code. */
export interface DemoRatePlan {
  code: string;
  name: string;
  currency: 'EUR' | 'INR';
  taxCategory: 'STANDARD';
  usage?: object;
  day?: object;
}

function byUse(code: string, name: string, currency: 'EUR' | 'INR', scale: number): DemoRatePlan {
  const minor = (amount: number) => String(amount * scale);
  const perMinute = [
    { start: 30, end: 60, interval: 0, rateMinor: minor(300) },
    { start: 60, interval: 1, rateMinor: minor(10) },
  ];
  return { code, name, currency, taxCategory: 'STANDARD', usage: { baseMinor: minor(200), perMinute } };
}

function byDay(code: string, name: string, currency: 'EUR' | 'INR', perDayMinor: number): DemoRatePlan {
  const scale = currency === 'INR' ? 40 : 1;
  const extras = [
    { code: 'CHILD_SEAT', title: 'Child seat', priceMinor: String(700 * scale), isPerDay: true },
    { code: 'SECOND_DRIVER', title: 'Second driver', priceMinor: String(1_500 * scale), isPerDay: false },
  ];
  const day = { perDayMinor: String(perDayMinor), oneWayFeeMinor: String(9_900 * scale), extras };
  return { code, name, currency, taxCategory: 'STANDARD', day };
}

/** All rate plans: bikes by use (GBFS), cars by days. */
export const RATE_PLANS: readonly DemoRatePlan[] = [
  byUse('CITY_BIKE_EUR', 'City bike', 'EUR', 1),
  byUse('E_BIKE_EUR', 'E-bike', 'EUR', 2),
  byUse('CITY_BIKE_INR', 'City bike', 'INR', 20),
  byDay('ECONOMY_EUR', 'Economy', 'EUR', 3_990),
  byDay('COMPACT_EUR', 'Compact', 'EUR', 4_990),
  byDay('WAGON_EUR', 'Station wagon', 'EUR', 6_490),
  byDay('SUV_EUR', 'SUV', 'EUR', 8_990),
  byDay('ELECTRIC_EUR', 'Electric', 'EUR', 7_490),
  byDay('COMPACT_INR', 'Compact', 'INR', 249_900),
];

/** A class of car with the branches where its cars stand. */
export interface DemoCarClass {
  key: string;
  acriss: string;
  title: string;
  country: 'DE' | 'PT' | 'IN';
  seats: number;
  minimumDriverAge: number;
  plan: string;
  /** One car for each entry, at the place of that key. */
  cars: readonly string[];
}

const cars = (...counts: readonly (readonly [place: string, count: number])[]): string[] =>
  counts.flatMap(([place, count]) => Array.from({ length: count }, () => place));

/** Nine classes, forty cars. */
export const CAR_CLASSES: readonly DemoCarClass[] = [
  {
    key: 'de-economy',
    acriss: 'EDMR',
    title: 'Economy, VW Polo or similar',
    country: 'DE',
    seats: 5,
    minimumDriverAge: 18,
    plan: 'ECONOMY_EUR',
    cars: cars(['hamburg', 4], ['berlin', 3], ['frankfurt', 1]),
  },
  {
    key: 'de-compact',
    acriss: 'CDAR',
    title: 'Compact, VW Golf or similar',
    country: 'DE',
    seats: 5,
    minimumDriverAge: 18,
    plan: 'COMPACT_EUR',
    cars: cars(['hamburg', 4], ['berlin', 2], ['frankfurt', 1]),
  },
  {
    key: 'de-wagon',
    acriss: 'IWAR',
    title: 'Station wagon, VW Passat or similar',
    country: 'DE',
    seats: 5,
    minimumDriverAge: 21,
    plan: 'WAGON_EUR',
    cars: cars(['hamburg', 2], ['berlin', 2]),
  },
  {
    key: 'de-suv',
    acriss: 'SFAR',
    title: 'SUV, VW Tiguan or similar',
    country: 'DE',
    seats: 5,
    minimumDriverAge: 23,
    plan: 'SUV_EUR',
    cars: cars(['hamburg', 1], ['frankfurt', 2]),
  },
  {
    key: 'de-electric',
    acriss: 'CDAE',
    title: 'Electric, VW ID.3 or similar',
    country: 'DE',
    seats: 5,
    minimumDriverAge: 21,
    plan: 'ELECTRIC_EUR',
    cars: cars(['hamburg', 3], ['berlin', 1]),
  },
  {
    key: 'pt-economy',
    acriss: 'EDMR',
    title: 'Economy, Renault Clio or similar',
    country: 'PT',
    seats: 5,
    minimumDriverAge: 19,
    plan: 'ECONOMY_EUR',
    cars: cars(['lisbon', 4], ['ponta-delgada', 2]),
  },
  {
    key: 'pt-compact',
    acriss: 'CDMR',
    title: 'Compact, Seat León or similar',
    country: 'PT',
    seats: 5,
    minimumDriverAge: 19,
    plan: 'COMPACT_EUR',
    cars: cars(['lisbon', 2], ['ponta-delgada', 1]),
  },
  {
    key: 'in-compact',
    acriss: 'CDMR',
    title: 'Compact, Maruti Baleno or similar',
    country: 'IN',
    seats: 5,
    minimumDriverAge: 21,
    plan: 'COMPACT_INR',
    cars: cars(['mumbai', 3]),
  },
  {
    key: 'in-suv',
    acriss: 'SFMR',
    title: 'SUV, Hyundai Creta or similar',
    country: 'IN',
    seats: 5,
    minimumDriverAge: 21,
    plan: 'COMPACT_INR',
    cars: cars(['mumbai', 2]),
  },
];

/** Plate of the n-th car, in the manner of its country. */
export function plateOf(country: DemoCarClass['country'], serial: number): string {
  const digits = String(100 + serial);
  if (country === 'DE') return `HH-FG ${digits}`;
  return country === 'PT' ? `AA-${digits.slice(1)}-FG` : `MH02 FG ${1000 + serial}`;
}

/** A vehicle identification number without a check digit, as European and Indian makers use. */
export function vinOf(serial: number): string {
  return `WVWZZZ1JZXW${String(500_000 + serial).padStart(6, '0')}`;
}

/** Kinds of bikes at each station: of ten, six are plain, three have a motor, one carries. */
export function bikeAt(
  serial: number,
  country: string,
): { title: string; propulsion: string; plan: string; rangeMeters?: number } {
  if (country === 'IN') return { title: 'City bike', propulsion: 'HUMAN', plan: 'CITY_BIKE_INR' };
  const place = serial % 10;
  if (place < 6) return { title: 'City bike', propulsion: 'HUMAN', plan: 'CITY_BIKE_EUR' };
  if (place < 9) return { title: 'E-bike', propulsion: 'ELECTRIC_ASSIST', plan: 'E_BIKE_EUR', rangeMeters: 60_000 };
  return { title: 'Cargo bike', propulsion: 'ELECTRIC_ASSIST', plan: 'E_BIKE_EUR', rangeMeters: 45_000 };
}

/** How many bikes there are. */
export const BIKE_COUNT = 200;
