import type { SeatFactsFragment } from '../../graphql/__generated__/graphql.js';
import type { Words } from '../../words/words-context.js';
import { letterOf } from './seat-grid.js';

/** A seat in words: row, letter, kind, price, state; what a reader by ear hears of it. */
export function seatName(seat: SeatFactsFragment, isChosen: boolean, { t, money }: Words): string {
  const row = Number.parseInt(seat.designator, 10);
  return [
    t('seat.name', { row, letter: letterOf(seat) }),
    ...seat.features.map((feature) => t(`seat.${feature}`)),
    ...(seat.price === null ? [] : [money(seat.price)]),
    isChosen ? t('seat.CHOSEN') : t(`seat.${seat.state ?? 'UNKNOWN'}`),
  ].join(', ');
}

/** Whether a seat can be chosen now. */
export const isFree = ({ state }: SeatFactsFragment): boolean => state === 'AVAILABLE';
