import css from './count.module.css';

/** A number on a round ground, with the word for it for those who cannot see where it stands. */
export function Count({ value, label }: { value: number; label: string }) {
  if (value === 0) return null;
  return (
    <span className={css.count} data-count={value}>
      {value} <span className="unseen">{label}</span>
    </span>
  );
}
