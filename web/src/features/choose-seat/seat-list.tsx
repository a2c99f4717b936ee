import { Button } from '@mantine/core';
import { useWords } from '../../words/words-context.js';
import css from './choose-seat.module.css';
import type { SeatingProps } from './seat-map.js';
import { isFree, seatName } from './seat-words.js';

/** The free seats of a cabin one under another: the equal of the map for those who would rather read. */
export function SeatList({ label, rows, chosen, onChoose }: SeatingProps) {
  const words = useWords();
  const { t, money } = words;
  const free = rows.flatMap(({ seats }) => seats.filter(isFree));
  if (free.length === 0) return <p>{t('seat.none')}</p>;
  return (
    <ul className={css.list} aria-label={label}>
      {free.map((seat) => (
        <li key={seat.designator}>
          <strong>{seat.designator}</strong>
          <span className="quiet">{seat.features.map((feature) => t(`seat.${feature}`)).join(', ')}</span>
          <span>{seat.price !== null && money(seat.price)}</span>
          <Button
            variant={seat.designator === chosen ? 'filled' : 'default'}
            aria-pressed={seat.designator === chosen}
            aria-label={`${t(seat.designator === chosen ? 'seat.CHOSEN' : 'seat.choose')}: ${seatName(seat, seat.designator === chosen, words)}`}
            onClick={() => onChoose(seat)}
          >
            {t(seat.designator === chosen ? 'seat.CHOSEN' : 'seat.choose')}
          </Button>
        </li>
      ))}
    </ul>
  );
}
