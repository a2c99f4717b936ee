import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { TripLineFragment, WholeTripFragment } from '../../graphql/__generated__/graphql.js';
import { factsOf, pathOf } from '../../things/thing.js';
import { ThingPicture } from '../../things/thing-picture.js';
import { StateMark } from '../../ui/state-mark.js';
import { useWords, type Words } from '../../words/words-context.js';
import { CancelLine } from './cancel-line.js';
import css from './follow-trip.module.css';

const CANCELLABLE: readonly string[] = ['HELD', 'AWAITING_PAYMENT', 'CONFIRMED'];

/** The lines of a booking, each with its state and the way out of it. */
export function TripLines({ trip }: { trip: WholeTripFragment }) {
  const { t } = useWords();
  return (
    <ol className={css.lines} aria-label={t('basket.lines')}>
      {trip.lines.map((line) => (
        <Line key={line.id} trip={trip} line={line} />
      ))}
    </ol>
  );
}

function Line({ trip, line }: { trip: WholeTripFragment; line: TripLineFragment }) {
  const words = useWords();
  const { t, money, window } = words;
  const [isCancelling, setCancelling] = useState(false);
  return (
    <li className={css.line}>
      <ThingPicture thing={line.bookable} />
      <div className={css.about}>
        <h2>
          <Link to={pathOf(line.bookable)}>{line.bookable.title}</Link>
        </h2>
        {line.window && <p>{window(line.window)}</p>}
        <p className="quiet">{[...particulars(line, words), ...factsOf(line.bookable, words)].join(' · ')}</p>
      </div>
      <div className={css.end}>
        <StateMark state={line.state} />
        <strong>{money(line.total)}</strong>
        {CANCELLABLE.includes(line.state) && !isCancelling && (
          <Button
            variant="default"
            aria-label={t('trip.cancelThing', { title: line.bookable.title })}
            onClick={() => setCancelling(true)}
          >
            {t('trip.cancel')}
          </Button>
        )}
      </div>
      {isCancelling && <CancelLine trip={trip} line={line} onClose={() => setCancelling(false)} />}
    </li>
  );
}

function particulars(line: TripLineFragment, { t }: Words): string[] {
  switch (line.__typename) {
    case 'CarRental':
      return [
        line.pickUp.id === line.dropOff.id
          ? line.pickUp.name
          : t('trip.oneWay', { from: line.pickUp.name, to: line.dropOff.name }),
        ...(line.car?.plate ? [t('trip.plate', { plate: line.car.plate })] : []),
      ];
    case 'FlightSeat':
      return line.seat === null ? [] : [t('basket.seat', { seat: line.seat.designator })];
    case 'ShopOrder':
      return [t('trip.quantity', { count: line.quantity })];
    default:
      return [];
  }
}
