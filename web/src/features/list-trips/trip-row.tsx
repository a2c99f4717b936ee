import { Button } from '@mantine/core';
import { Link } from 'react-router';
import type { TripFactsFragment } from '../../graphql/__generated__/graphql.js';
import { StateMark } from '../../ui/live/state-mark.js';
import { useWords } from '../../words/words-context.js';
import css from './list-trips.module.css';

/** One booking in the list: its locator, state, what is in it and when. */
export function TripRow({ trip }: { trip: TripFactsFragment }) {
  const { t, money, window } = useWords();
  const isUnpaid = trip.state === 'HELD' || trip.state === 'AWAITING_PAYMENT';
  const first = trip.lines.find((line) => line.window !== null)?.window;
  return (
    <li className={css.trip}>
      <div className={css.what}>
        <h2>
          <Link to={`/trips/${trip.id}`}>{trip.lines.map(({ title }) => title).join(', ')}</Link>
        </h2>
        <p className="quiet">
          {t('trips.locator', { locator: trip.locator })}
          {first && <> · {window(first)}</>}
        </p>
      </div>
      <div className={css.end}>
        <StateMark state={trip.state} />
        <span>{money(trip.total)}</span>
        {isUnpaid && (
          <Button component={Link} to={`/pay/${trip.id}`}>
            {t('trips.pay')}
          </Button>
        )}
      </div>
    </li>
  );
}
