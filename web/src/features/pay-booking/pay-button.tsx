import { useMutation } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { type PayableBookingFragment, StartPaymentDocument } from '../../graphql/__generated__/graphql.js';
import { faultKind } from '../../graphql/fault-kind.js';
import { renew } from '../../session/session.js';
import { Notice } from '../../ui/notes/notice.js';
import { useWords } from '../../words/words-context.js';
import { cardFormAddress } from './pay-step.js';

/** Opens the payment and leaves for the provider's card form. */
export function PayButton({ booking }: { booking: PayableBookingFragment }) {
  const { t, money } = useWords();
  const [startPayment, { data, error, loading }] = useMutation(StartPaymentDocument);
  const [attempt, setAttempt] = useState(0);
  const [isLeaving, setLeaving] = useState(false);
  const refusal = data?.startPayment.__typename === 'StartPaymentSuccess' ? undefined : data?.startPayment;

  const pay = async () => {
    // Two tabs and every repeat share the key, so one booking has one payment; a refusal is asked afresh.
    const idempotencyKey = `pay-${booking.id}-${attempt}`;
    const answer = await startPayment({ variables: { input: { bookingId: booking.id, idempotencyKey } } }).catch(
      () => undefined, // `error` holds it
    );
    const started = answer?.data?.startPayment;
    if (started?.__typename !== 'StartPaymentSuccess') return setAttempt(attempt + (started === undefined ? 0 : 1));
    if (started.clientSecret === '') return; // Nothing is to be paid; the booking follows by itself.
    setLeaving(true);
    location.assign(cardFormAddress(started, `${location.origin}/pay/${booking.id}`));
  };

  if (error !== undefined && faultKind(error) === 'forbidden') {
    return (
      <Notice
        tone="warning"
        title={t('pay.confirmMail')}
        actions={<Button onClick={() => renew().then(pay)}>{t('pay.confirmed')}</Button>}
      >
        {t('pay.confirmMailWhy')}
      </Notice>
    );
  }
  return (
    <>
      {refusal !== undefined && <Notice tone="refusal" title={refusal.message} />}
      {error !== undefined && (
        <Notice tone="warning" title={t('basket.lostAnswer')}>
          {t('pay.lostAnswerWhy')}
        </Notice>
      )}
      <div>
        <Button size="md" loading={loading || isLeaving} onClick={pay}>
          {t('pay.pay', { amount: money(booking.total) })}
        </Button>
      </div>
      <p className="quiet">{t('pay.where')}</p>
    </>
  );
}
