import { useWords } from '../../words/words-context.js';
import css from './choose-seat.module.css';
import seatCss from './seat-map.module.css';

const SIGNS = [
  ['AVAILABLE', 'A'],
  ['CHOSEN', '✓'],
  ['HELD', '…'],
  ['TAKEN', '✕'],
  ['BLOCKED', '–'],
] as const;

/** What the shapes of the map mean. */
export function SeatLegend() {
  const { t } = useWords();
  return (
    <ul className={css.legend} aria-label={t('seat.legend')}>
      {SIGNS.map(([state, sign]) => (
        <li key={state}>
          <span className={seatCss.seat} data-state={state} aria-hidden="true">
            {sign}
          </span>
          {t(`seat.${state}`)}
        </li>
      ))}
    </ul>
  );
}
