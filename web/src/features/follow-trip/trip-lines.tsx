import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { TripDetailsQuery, TripLineFragment, WholeTripFragment } from '../../graphql/__generated__/graphql.js';
import { type DrawnKind, KindDrawing } from '../../things/kind-drawing.js';
import { factsOf, pathOf } from '../../things/thing.js';
import { ThingPicture } from '../../things/thing-picture.js';
import { StateMark } from '../../ui/live/state-mark.js';
import { takeFocus } from '../../ui/take-focus.js';
import { useWords, type Words } from '../../words/words-context.js';
import { CancelLine } from './cancel-line.js';
import css from './follow-trip.module.css';

type Detail = NonNullable<TripDetailsQuery['booking']>['lines'][number];

const CANCELLABLE: readonly string[] = ['HELD', 'AWAITING_PAYMENT', 'CONFIRMED'];
const KINDS: Readonly<Record<TripLineFragment['__typename'], DrawnKind>> = {
  CarRental: 'CAR',
  BikeRide: 'BIKE',
  FlightSeat: 'FLIGHT',
  WorkshopAppointment: 'WORKSHOP',
  ShopOrder: 'PRODUCT',
};

/** The lines of a booking, each with its state and the way out of it; details of the things come when they come. */
export function TripLines({ trip, details }: { trip: WholeTripFragment; details: readonly Detail[] }) {
  const { t } = useWords();
  return (
    <ol className={css.lines} aria-label={t('basket.lines')}>
      {trip.lines.map((line) => (
        <Line key={line.id} trip={trip} line={line} detail={details.find(({ id }) => id === line.id)} />
      ))}
    </ol>
  );
}

interface LineProps {
  trip: WholeTripFragment;
  line: TripLineFragment;
  detail: Detail | undefined;
}

function Line({ trip, line, detail }: LineProps) {
  const words = useWords();
  const { t, money, window } = words;
  const [isCancelling, setCancelling] = useState(false);
  const [wasKept, setKept] = useState(false);
  const keep = () => {
    setKept(true);
    setCancelling(false);
  };
  const facts = [...particulars(line, words), ...(detail === undefined ? [] : details(detail, words))];
  return (
    <li className={css.line}>
      {detail === undefined ? (
        <KindDrawing kind={KINDS[line.__typename]} title={line.title} />
      ) : (
        <ThingPicture thing={detail.bookable} />
      )}
      <div className={css.about}>
        <h2>{detail === undefined ? line.title : <Link to={pathOf(detail.bookable)}>{line.title}</Link>}</h2>
        {line.window && <p>{window(line.window)}</p>}
        <p className="quiet">{facts.join(' · ')}</p>
      </div>
      <div className={css.end}>
        <StateMark state={line.state} />
        <strong>{money(line.total)}</strong>
        {line.refund && <span className="quiet">{t('trip.gaveBack', { refund: money(line.refund) })}</span>}
        {CANCELLABLE.includes(line.state) && !isCancelling && (
          <Button
            variant="default"
            ref={wasKept ? takeFocus : null}
            aria-label={t('trip.cancelThing', { title: line.title })}
            onClick={() => setCancelling(true)}
          >
            {t('trip.cancel')}
          </Button>
        )}
      </div>
      {isCancelling && <CancelLine trip={trip} line={line} onClose={keep} />}
    </li>
  );
}

function particulars(line: TripLineFragment, { t }: Words): string[] {
  if (line.__typename === 'FlightSeat' && line.seat) return [t('basket.seat', { seat: line.seat.designator })];
  return line.__typename === 'ShopOrder' ? [t('trip.quantity', { count: line.quantity })] : [];
}

function details(detail: Detail, words: Words): string[] {
  const { t } = words;
  const { bookable, location } = detail;
  const returned = 'dropOff' in detail && detail.dropOff.id !== location.id ? detail.dropOff : undefined;
  const place = returned === undefined ? location.name : t('trip.oneWay', { from: location.name, to: returned.name });
  const plate = 'car' in detail && detail.car?.plate ? [t('trip.plate', { plate: detail.car.plate })] : [];
  const facts = factsOf(bookable, words);
  return bookable.__typename === 'Flight' ? facts : [place, ...plate, ...facts];
}
