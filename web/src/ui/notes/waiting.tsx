import { Skeleton } from '@mantine/core';
import { useWords } from '../../words/words-context.js';
import css from './waiting.module.css';

/** Rows in the final layout while an answer is on its way, so that nothing jumps when it comes. */
export function Waiting({ rows, height }: { rows: number; height: number }) {
  const { t } = useWords();
  return (
    <div className={css.rows} role="status" aria-busy="true">
      <span className="unseen">{t('shell.loading')}</span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never move.
        <Skeleton key={row} height={height} aria-hidden="true" />
      ))}
    </div>
  );
}
