import { useMutation } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import {
  CancelTripDocument,
  type TripLineFragment,
  type WholeTripFragment,
} from '../../graphql/__generated__/graphql.js';
import { Notice } from '../../ui/notice.js';
import { useWords } from '../../words/words-context.js';
import css from './follow-trip.module.css';

interface Props {
  trip: WholeTripFragment;
  line: TripLineFragment;
  onClose: () => void;
}

/** Asks before money is lost: says what comes back, then cancels exactly this line of exactly this version. */
export function CancelLine({ trip, line, onClose }: Props) {
  const { t, money } = useWords();
  const question = useRef<HTMLHeadingElement>(null);
  const [cancelTrip, { data, error, loading }] = useMutation(CancelTripDocument);
  const outcome = data?.cancelBooking;

  useEffect(() => question.current?.focus(), []);

  const cancel = () => {
    const idempotencyKey = `cancel-${line.id}-${trip.version}`;
    const input = { bookingId: trip.id, lineIds: [line.id], idempotencyKey, expectedVersion: trip.version };
    return cancelTrip({ variables: { input } }).catch(() => undefined); // `error` holds it
  };

  if (outcome?.__typename === 'CancelBookingSuccess') {
    return (
      <div className={css.cancel}>
        <Notice tone="good" title={t('trip.cancelled', { refund: money(outcome.refund) })} />
      </div>
    );
  }
  return (
    <div className={css.cancel}>
      <h3 ref={question} tabIndex={-1}>
        {t('trip.cancelAsk', { title: line.bookable.title })}
      </h3>
      <div className={css.buttons}>
        <Button color="red" loading={loading} onClick={cancel}>
          {t('trip.cancelNow')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('trip.keep')}
        </Button>
      </div>
      {outcome !== undefined && (
        <Notice tone="refusal" title={outcome.message}>
          {outcome.__typename === 'StaleVersion' && t('trip.changedMeanwhile')}
        </Notice>
      )}
      {error !== undefined && (
        <Notice tone="warning" title={t('basket.lostAnswer')}>
          {t('basket.lostAnswerWhy')}
        </Notice>
      )}
    </div>
  );
}
