import { Link } from 'react-router';
import type { DeskBookingFragment } from '../../graphql/__generated__/graphql.js';
import { StateMark } from '../../ui/live/state-mark.js';
import { useWords } from '../../words/words-context.js';
import { HandOver } from './hand-over.js';
import css from './work-desk.module.css';

/** One booking in the queue with its lines. */
export function DeskRow({ booking }: { booking: DeskBookingFragment }) {
  const { t, money, window } = useWords();
  return (
    <li className={css.booking}>
      <div className={css.top}>
        <h2>
          <Link to={`/trips/${booking.id}`}>{booking.locator}</Link>
        </h2>
        <StateMark state={booking.state} />
        <span className="quiet">{booking.customer?.displayName ?? t('desk.unknownCustomer')}</span>
        <span className={css.money}>{money(booking.total)}</span>
      </div>
      <ul className={css.lines}>
        {booking.lines.map((line) => (
          <li key={line.id}>
            <span className={css.what}>
              {line.title}
              {line.window && <span className="quiet"> · {window(line.window)}</span>}
            </span>
            <StateMark state={line.state} />
            <HandOver booking={booking} line={line} />
          </li>
        ))}
      </ul>
    </li>
  );
}
