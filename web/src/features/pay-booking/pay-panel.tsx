import { Button } from '@mantine/core';
import { Link, useSearchParams } from 'react-router';
import type { PayableBookingFragment } from '../../graphql/__generated__/graphql.js';
import { serverNow } from '../../graphql/server-clock.js';
import { Countdown } from '../../ui/live/countdown.js';
import { Notice } from '../../ui/notes/notice.js';
import { useWords } from '../../words/words-context.js';
import css from './pay-booking.module.css';
import { PayButton } from './pay-button.js';
import { payStep } from './pay-step.js';
import { ReleaseButton } from './release-button.js';

interface Props {
  booking: PayableBookingFragment;
  onLook: () => void;
}

/** What is held, for how long yet, and the step that comes next. */
export function PayPanel({ booking, onLook }: Props) {
  const { t, money } = useWords();
  const [address] = useSearchParams();
  const step = payStep(booking, address.get('redirect_status'));
  const canPay = step === 'pay' || step === 'declined';

  return (
    <>
      {canPay && booking.holdExpiresAt !== null && (
        <Countdown until={booking.holdExpiresAt} now={serverNow} label={t('pay.heldFor')} onEnd={onLook} />
      )}
      <ul className={css.lines}>
        {booking.lines.map((line) => (
          <li key={line.id}>
            <span>{line.title}</span>
            <span>{money(line.total)}</span>
          </li>
        ))}
        <li className={css.total}>
          <span>{t('basket.total')}</span>
          <span>{money(booking.total)}</span>
        </li>
      </ul>
      {step === 'declined' && (
        <Notice tone="refusal" title={t('pay.declined')}>
          {t('pay.declinedWhy')}
        </Notice>
      )}
      {canPay && <PayButton booking={booking} />}
      {canPay && <ReleaseButton bookingId={booking.id} />}
      {step === 'waiting' && (
        <Notice tone="warning" title={t('pay.waiting')}>
          {t('pay.waitingWhy')}
        </Notice>
      )}
      {step === 'paid' && (
        <Notice
          tone="good"
          title={t('pay.paid', { locator: booking.locator })}
          actions={
            <Button component={Link} to={`/trips/${booking.id}`}>
              {t('pay.toTrip')}
            </Button>
          }
        >
          {t('pay.paidWhy')}
        </Notice>
      )}
      {step === 'gone' && (
        <Notice
          tone="refusal"
          title={t('pay.gone')}
          actions={
            <Button component={Link} to="/find">
              {t('pay.findAgain')}
            </Button>
          }
        >
          {t('pay.goneWhy')}
        </Notice>
      )}
    </>
  );
}
