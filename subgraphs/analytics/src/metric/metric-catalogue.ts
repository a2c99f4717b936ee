/** What a series can be grouped by. */
export type Dimension = 'kind' | 'location' | 'partner' | 'currency';

/** One named measure: the same number on every screen. */
export interface MetricDefinition {
  readonly name: string;
  readonly title: string;
  readonly formula: string;
  readonly unit: string;
  readonly grain: string;
  readonly dimensions: readonly Dimension[];
  readonly compute:
    | { readonly from: 'facts'; readonly measure: string; readonly aggregate: 'sum' | 'count-subjects' }
    | { readonly from: 'unit-time' };
}

const ALL: readonly Dimension[] = ['kind', 'location', 'partner'];

function counted(
  name: string,
  title: string,
  rest: { formula: string; unit: string; grain: string; dimensions?: readonly Dimension[] },
): MetricDefinition {
  return {
    name,
    title,
    dimensions: ALL,
    ...rest,
    compute: { from: 'facts', measure: name, aggregate: 'count-subjects' },
  };
}

function money(
  name: string,
  title: string,
  rest: { formula: string; grain: string; dimensions?: readonly Dimension[] },
): MetricDefinition {
  const dimensions: readonly Dimension[] = [...(rest.dimensions ?? ALL), 'currency'];
  return {
    name,
    title,
    unit: 'minor units of the currency',
    ...rest,
    dimensions,
    compute: { from: 'facts', measure: name, aggregate: 'sum' },
  };
}

/** Every measure that can be asked for. */
export const METRICS: readonly MetricDefinition[] = [
  counted('bookings', 'Bookings confirmed', {
    formula: 'different bookings that were confirmed',
    unit: 'bookings',
    grain: 'booking, at confirmation',
  }),
  counted('lines', 'Lines confirmed', {
    formula: 'different booking lines that were confirmed',
    unit: 'lines',
    grain: 'booking line, at confirmation',
  }),
  counted('cancellations', 'Lines cancelled', {
    formula: 'different confirmed lines that were cancelled',
    unit: 'lines',
    grain: 'booking line, at cancellation',
  }),
  counted('holds', 'Baskets held', {
    formula: 'different bookings that were held',
    unit: 'bookings',
    grain: 'booking, when held',
    dimensions: ['partner'],
  }),
  counted('holds-expired', 'Holds expired', {
    formula: 'different bookings whose hold ran out',
    unit: 'bookings',
    grain: 'booking, at expiry',
    dimensions: ['partner'],
  }),
  counted('holds-refused', 'Holds refused', {
    formula: 'lines that somebody wanted and that were taken',
    unit: 'lines',
    grain: 'refused line',
  }),
  counted('searches', 'Searches for offers', {
    formula: 'searches for what is free',
    unit: 'searches',
    grain: 'search',
  }),
  counted('searches-without-result', 'Searches without result', {
    formula: 'searches for what is free that found nothing',
    unit: 'searches',
    grain: 'search',
  }),
  counted('registrations', 'Persons registered', {
    formula: 'different persons that registered',
    unit: 'persons',
    grain: 'person, at registration',
    dimensions: [],
  }),
  money('captured', 'Payments captured', {
    formula: 'Σ amounts captured',
    grain: 'payment, at capture',
    dimensions: ['partner'],
  }),
  money('refunds', 'Refunds paid', {
    formula: 'Σ amounts of refunds that succeeded',
    grain: 'refund, when it succeeded',
    dimensions: ['partner'],
  }),
  money('revenue', 'Revenue recognised', {
    formula: 'Σ credits − Σ debits of all revenue accounts of the ledger, net of tax',
    grain: 'ledger entry, at its effective date',
  }),
  {
    name: 'car-utilisation',
    title: 'Utilisation of cars',
    formula: 'time in use by confirmed rentals ÷ time in service, of all cars',
    unit: 'ratio, 0 to 1',
    grain: 'car and second',
    dimensions: ['location'],
    compute: { from: 'unit-time' },
  },
];

/** A measure by its name. */
export const findMetric = (name: string): MetricDefinition | undefined =>
  METRICS.find((metric) => metric.name === name);

/** Amounts of different currencies are never added. */
export const isMoney = (metric: MetricDefinition): boolean => metric.dimensions.includes('currency');
