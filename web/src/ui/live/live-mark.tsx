import type { Freshness } from '../../format/freshness.js';
import { useWords } from '../../words/words-context.js';
import css from './live-mark.module.css';

/** Says honestly how fresh the page is: a full dot is live, a ring is not; words say it too. */
export function LiveMark({ freshness }: { freshness: Freshness }) {
  const { t, locale } = useWords();
  const since = freshness.state === 'stale' ? freshness.since : undefined;
  const time = since && new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(since);
  return (
    <span className={css.mark} data-state={freshness.state} role="status">
      <span className={css.dot} aria-hidden="true" />
      {time === undefined ? t(`live.${freshness.state}`) : t('live.stale', { time })}
    </span>
  );
}
