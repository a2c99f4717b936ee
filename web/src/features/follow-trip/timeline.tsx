import type { WholeTripFragment } from '../../graphql/__generated__/graphql.js';
import { useWords } from '../../words/words-context.js';
import css from './follow-trip.module.css';

/** What happened so far, the newest first. */
export function Timeline({ entries }: { entries: WholeTripFragment['timeline'] }) {
  const { t, instant } = useWords();
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">{t('trip.timeline')}</h2>
      <ol className={css.timeline}>
        {entries.toReversed().map(({ at, title }) => (
          <li key={at + title}>
            <time dateTime={at} className="quiet">
              {instant(at)}
            </time>
            <span>{title}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
