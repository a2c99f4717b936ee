/** Minutes of a local day in which a place is open: half-open spans. */
export interface OpenSpan {
  readonly fromMinute: number;
  readonly toMinute: number;
}

const DAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];
const ALL_DAY: readonly OpenSpan[] = [{ fromMinute: 0, toMinute: 24 * 60 }];

/**
 * Open spans of a weekday (1 Monday to 7 Sunday) by OSM opening_hours: rules of days and times, later rules win, `off`,
 * `24/7`. Empty text means always open; a rule outside this subset (holidays, months) is passed over.
 */
export function openSpans(openingHours: string, weekday: number): readonly OpenSpan[] {
  const text = openingHours.trim();
  if (text === '' || text === '24/7') return ALL_DAY;
  let spans: readonly OpenSpan[] = [];
  for (const rule of text.split(';')) {
    const parsed = parseRule(rule.trim());
    if (parsed?.weekdays.has(weekday)) spans = parsed.spans;
  }
  return spans;
}

function parseRule(rule: string): { weekdays: Set<number>; spans: OpenSpan[] } | undefined {
  const match = /^((?:(?:Mo|Tu|We|Th|Fr|Sa|Su)[-,]?)*)\s*(off|closed|[\d:,\-\s]+)$/.exec(rule);
  if (!match) return undefined;
  const [, days = '', times = ''] = match;
  const spans = times.split(',').flatMap((span) => parseSpan(span.trim()));
  return { weekdays: days === '' ? new Set([1, 2, 3, 4, 5, 6, 7]) : parseDays(days), spans };
}

function parseDays(days: string): Set<number> {
  const weekdays = new Set<number>();
  for (const range of days.split(',')) {
    const [from = '', to = from] = range.split('-');
    const last = DAYS.indexOf(to);
    // Su-Tu goes over the end of the week.
    for (let day = DAYS.indexOf(from); ; day = (day + 1) % 7) {
      weekdays.add(day + 1);
      if (day === last) break;
    }
  }
  return weekdays;
}

function parseSpan(span: string): OpenSpan[] {
  const match = /^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$/.exec(span);
  if (!match) return [];
  const [fromHour = 0, fromMinutes = 0, toHour = 0, toMinutes = 0] = match.slice(1).map(Number);
  return [{ fromMinute: fromHour * 60 + fromMinutes, toMinute: toHour * 60 + toMinutes }];
}
