import { useMutation, useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import {
  CancelTripDocument,
  QuoteCancellationDocument,
  type QuoteCancellationQuery,
  type TripLineFragment,
  type WholeTripFragment,
} from '../../graphql/__generated__/graphql.js';
import { Fault, Loaded } from '../../graphql/loaded.js';
import { Notice } from '../../ui/notes/notice.js';
import { Waiting } from '../../ui/notes/waiting.js';
import { useWords } from '../../words/words-context.js';
import css from './follow-trip.module.css';

type Quote = NonNullable<QuoteCancellationQuery['cancellationQuote']>;

interface Props {
  trip: WholeTripFragment;
  line: TripLineFragment;
  onClose: () => void;
}

/** Asks before money is lost: first what comes back, then the decision. */
export function CancelLine({ trip, line, onClose }: Props) {
  const { t } = useWords();
  const question = useRef<HTMLHeadingElement>(null);
  const result = useQuery(QuoteCancellationDocument, {
    variables: { bookingId: trip.id, lineIds: [line.id] },
    fetchPolicy: 'network-only',
  });

  useEffect(() => question.current?.focus(), []);

  return (
    <section className={css.cancel}>
      <h3 ref={question} tabIndex={-1}>
        {t('trip.cancelAsk', { title: line.title })}
      </h3>
      <Loaded result={result} waiting={<Waiting rows={2} height={44} />}>
        {({ cancellationQuote }) =>
          cancellationQuote === null ? (
            <Fault kind="missing" />
          ) : (
            <Decision trip={trip} line={line} quote={cancellationQuote} onClose={onClose} onQuote={result.refetch} />
          )
        }
      </Loaded>
    </section>
  );
}

function Decision({ trip, line, quote, onClose, onQuote }: Props & { quote: Quote; onQuote: () => unknown }) {
  const { t, money, instant } = useWords();
  const [cancelTrip, { data, error, loading }] = useMutation(CancelTripDocument);
  const outcome = data?.cancelBooking;

  const cancel = () => {
    const idempotencyKey = `cancel-${line.id}-${quote.bookingVersion}`;
    const input = { bookingId: trip.id, lineIds: [line.id], idempotencyKey, expectedVersion: quote.bookingVersion };
    return cancelTrip({ variables: { input } }).catch(() => undefined); // `error` holds it
  };

  if (outcome?.__typename === 'CancelBookingSuccess') {
    return <Notice takesFocus tone="good" title={t('trip.cancelled', { refund: money(outcome.refund) })} />;
  }
  return (
    <>
      <p>
        <strong>{t('trip.cancelQuote', { refund: money(quote.refund), total: money(line.total) })}</strong>{' '}
        {quote.validUntil !== null && (
          <span className="quiet">{t('trip.cancelUntil', { time: instant(quote.validUntil) })}</span>
        )}
      </p>
      <div className={css.buttons}>
        <Button color="red" loading={loading} onClick={cancel}>
          {t('trip.cancelNow')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('trip.keep')}
        </Button>
      </div>
      {outcome !== undefined && (
        <Notice
          tone="refusal"
          title={outcome.message}
          actions={outcome.__typename === 'StaleVersion' && <Button onClick={onQuote}>{t('fault.retry')}</Button>}
        >
          {outcome.__typename === 'StaleVersion' && t('trip.changedMeanwhile')}
        </Notice>
      )}
      {error !== undefined && (
        <Notice tone="warning" title={t('basket.lostAnswer')}>
          {t('basket.lostAnswerWhy')}
        </Notice>
      )}
    </>
  );
}
