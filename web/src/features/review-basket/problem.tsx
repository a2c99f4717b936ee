import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { type Basket, removeLine, replaceOffer } from '../../basket/basket.js';
import type { QuoteRefusal } from '../../basket/use-quote.js';
import { pathOf } from '../../things/thing.js';
import { Notice } from '../../ui/notes/notice.js';
import { useWords } from '../../words/words-context.js';

type Change = (change: (basket: Basket) => Basket) => void;
type Lost = Extract<QuoteRefusal, { __typename: 'Unavailable' }>['lines'][number];

interface Props {
  refusal: QuoteRefusal;
  basket: Basket;
  onChange: Change;
}

/** What keeps the basket from being held, with a button that mends each thing. */
export function Problem({ refusal, basket, onChange }: Props) {
  const { t } = useWords();
  switch (refusal.__typename) {
    case 'Unavailable':
      return refusal.lines.map((lost) => (
        <LostLine key={lost.bookable.id} lost={lost} basket={basket} onChange={onChange} />
      ));
    case 'OfferExpired': {
      const line = basket.find(({ offerId }) => offerId === refusal.offerId);
      return (
        <Notice
          tone="refusal"
          title={t('basket.offerExpired')}
          actions={
            <Button variant="default" onClick={() => line && onChange((now) => removeLine(now, line))}>
              {t('basket.removeIt')}
            </Button>
          }
        >
          {refusal.message}
        </Notice>
      );
    }
    default:
      // A refusal that this build does not know yet still has its message.
      return <Notice tone="refusal" title={(refusal as { message: string }).message} />;
  }
}

function LostLine({ lost, basket, onChange }: { lost: Lost; basket: Basket; onChange: Change }) {
  const { t, money, window } = useWords();
  const line = basket.find(({ bookableId }) => bookableId === lost.bookable.id);
  if (line === undefined) return null;
  return (
    <Notice
      tone="refusal"
      title={t('basket.lost', { title: lost.bookable.title })}
      actions={
        <>
          {lost.bookable.__typename === 'Flight' && (
            <Button component={Link} to={`${pathOf(lost.bookable)}/seats?offer=${encodeURIComponent(line.offerId)}`}>
              {t('basket.otherSeat')}
            </Button>
          )}
          {lost.alternatives.map((offer) => (
            <Button
              key={offer.id}
              variant="default"
              onClick={() =>
                onChange((now) => replaceOffer(now, line, { id: offer.id, bookableId: offer.bookable.id }))
              }
            >
              {t('basket.takeInstead', { title: offer.bookable.title, price: money(offer.total) })}
              {offer.window ? ` · ${window(offer.window)}` : ''}
            </Button>
          ))}
          <Button variant="default" onClick={() => onChange((now) => removeLine(now, line))}>
            {t('basket.removeIt')}
          </Button>
        </>
      }
    >
      {t(lost.alternatives.length === 0 ? 'basket.lostWhy' : 'basket.lostInstead')}
    </Notice>
  );
}
