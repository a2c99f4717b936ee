import { useMutation } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { Link, useNavigate } from 'react-router';
import type { Basket } from '../../basket/basket.js';
import { changeBasket } from '../../basket/use-basket.js';
import type { Quoting } from '../../basket/use-quote.js';
import { HoldBasketDocument, type QuoteFactsFragment } from '../../graphql/__generated__/graphql.js';
import { signIn } from '../../session/session.js';
import { useSession } from '../../session/use-session.js';
import { Notice } from '../../ui/notes/notice.js';
import { useWords } from '../../words/words-context.js';
import { Problem } from './problem.js';
import css from './review-basket.module.css';

interface Props {
  quote: QuoteFactsFragment;
  basket: Basket;
  quoting: Quoting;
}

/** The total and the one button: sign in, or hold everything or nothing. */
export function HoldPanel({ quote, basket, quoting }: Props) {
  const { t, money, language } = useWords();
  const navigate = useNavigate();
  const isSignedIn = useSession() === 'signedIn';
  const [holdBasket, { data, error, loading }] = useMutation(HoldBasketDocument);
  const outcome = data?.holdBasket;

  const hold = async () => {
    // One quote is held at most once: after a lost answer the same key brings the same booking, never a second.
    const input = { quoteId: quote.id, idempotencyKey: `hold-${quote.id}` };
    const answer = await holdBasket({ variables: { input } }).catch(() => undefined); // `error` holds it
    const held = answer?.data?.holdBasket;
    if (held?.__typename !== 'HoldBasketSuccess') return;
    changeBasket(() => []);
    navigate(`/pay/${held.booking.id}`);
  };

  return (
    <section className={css.panel} aria-label={t('basket.total')}>
      <p className={css.total}>
        {t('basket.total')} <strong>{money(quote.total)}</strong>
      </p>
      <p className="quiet">{t('basket.totalWhy')}</p>
      {isSignedIn ? (
        <Button loading={loading} disabled={quoting.isWaiting} onClick={hold}>
          {t('basket.hold')}
        </Button>
      ) : (
        <Button onClick={() => signIn('/basket', language)}>{t('basket.signIn')}</Button>
      )}
      <p className="quiet">{t(isSignedIn ? 'basket.holdWhy' : 'basket.signInWhy')}</p>
      {error !== undefined && (
        <Notice
          tone="warning"
          title={t('basket.lostAnswer')}
          actions={<Button onClick={hold}>{t('basket.askAgain')}</Button>}
        >
          {t('basket.lostAnswerWhy')}
        </Notice>
      )}
      {outcome?.__typename === 'Unavailable' && <Problem refusal={outcome} basket={basket} onChange={changeBasket} />}
      {outcome?.__typename === 'QuoteExpired' && (
        <Notice
          tone="warning"
          title={t('basket.quoteExpired')}
          actions={<Button onClick={quoting.renew}>{t('basket.renew')}</Button>}
        />
      )}
      {outcome?.__typename === 'BookingLimitReached' && (
        <Notice
          tone="refusal"
          title={outcome.message}
          actions={
            <Button component={Link} to="/trips" variant="default">
              {t('basket.toTrips')}
            </Button>
          }
        />
      )}
      {(outcome?.__typename === 'IdempotencyConflict' || outcome?.__typename === 'PartnerReferenceTaken') && (
        <Notice
          tone="warning"
          title={outcome.message}
          actions={<Button onClick={quoting.renew}>{t('basket.renew')}</Button>}
        />
      )}
    </section>
  );
}
