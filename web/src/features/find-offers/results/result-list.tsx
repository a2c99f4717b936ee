import type { ReactNode } from 'react';
import { Waiting } from '../../../ui/notes/waiting.js';
import css from './results.module.css';

/** Results one under another, like lines of a timetable. */
export function ResultList({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={css.list} aria-label={label}>
      {children}
    </ul>
  );
}

ResultList.Waiting = () => <Waiting rows={6} height={118} />;
