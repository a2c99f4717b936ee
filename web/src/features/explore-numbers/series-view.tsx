import { lazy, Suspense } from 'react';
import type { ReadSeriesQuery } from '../../graphql/__generated__/graphql.js';
import { Notice } from '../../ui/notes/notice.js';
import { Waiting } from '../../ui/notes/waiting.js';
import { useWords, type Words } from '../../words/words-context.js';
import css from './explore-numbers.module.css';
import { reasonsOf, type SeriesPoint, tableOf } from './series-table.js';

const KINDS = ['CAR', 'BIKE', 'FLIGHT', 'WORKSHOP', 'PRODUCT'] as const;
const SeriesChart = lazy(() => import('./series-chart.js'));

type Series = Extract<ReadSeriesQuery['series'], { __typename: 'Series' }>;

/** A series as a chart, and the same figures as a table; says how fresh they are and in which zone. */
export function SeriesView({ series }: { series: Series }) {
  const words = useWords();
  const { t, locale, instant, number } = words;
  const { groups, rows } = tableOf(series.points, (point) => groupName(point, words));
  const reasons = reasonsOf(series.points);
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: series.timeZone });
  const label = (from: string) => day.format(new Date(from));

  return (
    <section aria-label={series.metric.title} className={css.answer}>
      <p className="quiet">
        {series.dataAsOf === null
          ? t('numbers.noEvents')
          : t('numbers.asOf', { time: instant(series.dataAsOf), zone: series.timeZone, unit: series.metric.unit })}
      </p>
      {reasons.map((reason) => (
        <Notice key={reason} tone="plain" title={t('numbers.hidden')}>
          {reason}
        </Notice>
      ))}
      {rows.length === 0 ? (
        <Notice tone="plain" title={t('numbers.nothing')} />
      ) : (
        <>
          <Suspense fallback={<Waiting rows={1} height={320} />}>
            <SeriesChart groups={groups} rows={rows.map((row) => ({ from: label(row.from), ...row.values }))} />
          </Suspense>
          <details>
            <summary>{t('numbers.table')}</summary>
            <div className={css.scroll}>
              <table className={css.table}>
                <thead>
                  <tr>
                    <th scope="col">{t('numbers.time')}</th>
                    {groups.map((group) => (
                      <th scope="col" key={group}>
                        {group}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={row.from}>
                      <th scope="row">{label(row.from)}</th>
                      {groups.map((group) => (
                        <td key={group}>{cellOf(row.values[group], number, t('numbers.hiddenCell'))}</td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </details>
        </>
      )}
    </section>
  );
}

/** What a group is called: a kind and a place by their names, the rest as it was counted. */
function groupName({ group }: SeriesPoint, { t }: Words): string {
  const names = group.map(({ dimension, value, location }) => {
    const kind = dimension === 'kind' ? KINDS.find((name) => name === value) : undefined;
    return kind === undefined ? (location?.name ?? value ?? '–') : t(`find.many${kind}`);
  });
  return names.join(' · ') || t('numbers.whole');
}

function cellOf(value: number | null | undefined, number: (value: number) => string, hidden: string): string {
  if (value === undefined) return '–';
  return value === null ? hidden : number(value);
}
