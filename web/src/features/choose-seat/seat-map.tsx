import { type KeyboardEvent, useRef, useState } from 'react';
import type { SeatFactsFragment } from '../../graphql/__generated__/graphql.js';
import { useWords } from '../../words/words-context.js';
import { columnsOf, type GridRow, letterOf, seatTowards } from './seat-grid.js';
import css from './seat-map.module.css';
import { isFree, seatName } from './seat-words.js';

/** What both views of a cabin take. */
export interface SeatingProps {
  label: string;
  rows: readonly GridRow<SeatFactsFragment>[];
  chosen: string | undefined;
  onChoose: (seat: SeatFactsFragment) => void;
}

const SHAPES = { AVAILABLE: '', HELD: '…', TAKEN: '✕', BLOCKED: '–', UNKNOWN: '?' } as const;

/** A cabin as a grid: one tab stop, arrows walk, Enter or Space chooses; shape and text tell each state. */
export function SeatMap({ label, rows, chosen, onChoose }: SeatingProps) {
  const { t } = useWords();
  const grid = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState(chosen ?? rows[0]?.seats[0]?.designator);
  const columns = columnsOf(rows);

  const walk = (event: KeyboardEvent, from: SeatFactsFragment) => {
    const next = seatTowards(rows, from, event.key);
    if (next === undefined) return;
    event.preventDefault();
    setAt(next.designator);
    grid.current?.querySelector<HTMLElement>(`[data-seat="${next.designator}"]`)?.focus();
  };

  return (
    <div className={css.scroll}>
      {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the grid pattern of WAI-ARIA on a real table. */}
      <table role="grid" aria-label={label} className={css.grid} ref={grid}>
        <tbody>
          {rows.map((row) => (
            <tr key={row.number}>
              <th scope="row" className={css.number}>
                <span className="unseen">{t('seat.row')}</span> {row.number}
              </th>
              {columns.map((column) => {
                if ('aisleAfter' in column) return <td key={`after ${column.aisleAfter}`} className={css.aisle} />;
                const seat = row.seats.find((other) => letterOf(other) === column.letter);
                return (
                  <td key={column.letter}>
                    {seat !== undefined && (
                      <SeatButton
                        seat={seat}
                        isChosen={seat.designator === chosen}
                        isAt={seat.designator === at}
                        onKeyDown={(event) => walk(event, seat)}
                        onChoose={() => {
                          setAt(seat.designator);
                          if (isFree(seat)) onChoose(seat);
                        }}
                      />
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface SeatButtonProps {
  seat: SeatFactsFragment;
  isChosen: boolean;
  isAt: boolean;
  onKeyDown: (event: KeyboardEvent) => void;
  onChoose: () => void;
}

function SeatButton({ seat, isChosen, isAt, onKeyDown, onChoose }: SeatButtonProps) {
  const words = useWords();
  return (
    <button
      type="button"
      className={css.seat}
      data-seat={seat.designator}
      data-state={isChosen ? 'CHOSEN' : (seat.state ?? 'UNKNOWN')}
      data-wide={seat.features.includes('EXTRA_LEGROOM')}
      tabIndex={isAt ? 0 : -1}
      aria-pressed={isChosen}
      aria-disabled={!isFree(seat)}
      aria-label={seatName(seat, isChosen, words)}
      onKeyDown={onKeyDown}
      onClick={onChoose}
    >
      {isChosen ? '✓' : SHAPES[seat.state ?? 'UNKNOWN'] || letterOf(seat)}
    </button>
  );
}
