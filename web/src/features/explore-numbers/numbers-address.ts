/** How wide each step of a series is; equal to the graph's enum `Bucket`. */
export const BUCKETS = ['DAY', 'HOUR', 'ISO_WEEK', 'MONTH', 'TOTAL'] as const;

/** What a series can be grouped by. */
export const DIMENSIONS = ['kind', 'location', 'partner', 'currency'] as const;

/** A question to the numbers; all of it stands in the address. */
export interface NumbersQuestion {
  metric: string;
  from: string;
  to: string;
  bucket: (typeof BUCKETS)[number];
  by: (typeof DIMENSIONS)[number] | '';
}

/** Reads the question from an address; what is missing is filled with the last four weeks by day. */
export function readQuestion(address: URLSearchParams, today: string): NumbersQuestion {
  return {
    metric: address.get('metric') ?? '',
    from: dayOf(address.get('from')) ?? daysAfter(today, -27),
    to: dayOf(address.get('to')) ?? daysAfter(today, 1),
    bucket: BUCKETS.find((bucket) => bucket === address.get('bucket')) ?? 'DAY',
    by: DIMENSIONS.find((dimension) => dimension === address.get('by')) ?? '',
  };
}

/** A calendar day so many days from another. */
export function daysAfter(day: string, count: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + count);
  return date.toISOString().slice(0, 10);
}

function dayOf(text: string | null): string | undefined {
  return text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
}
