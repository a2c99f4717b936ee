import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { TakeButton } from '../../basket/take-button.js';
import { type PricedLine, useQuote } from '../../basket/use-quote.js';
import { faultKind } from '../../graphql/fault-kind.js';
import { Fault } from '../../graphql/loaded.js';
import { Conditions, PriceBreakdown } from '../../things/price-breakdown.js';
import { pathOf, type Thing } from '../../things/thing.js';
import { Notice } from '../../ui/notes/notice.js';
import { Waiting } from '../../ui/notes/waiting.js';
import { useWords } from '../../words/words-context.js';
import css from './inspect-offer.module.css';

/** The price of one offer with everything in it, what happens on cancelling, and the way into the basket. */
export function OfferPanel({ thing, offerId }: { thing: Thing; offerId: string }) {
  const { t } = useWords();
  const { quote, refusal, error, renew } = useQuote([{ offerId, bookableId: thing.id, quantity: 1 }]);
  const priced = quote?.lines[0];

  if (error !== undefined) return <Fault kind={faultKind(error)} retry={renew} />;
  if (refusal !== undefined) {
    return (
      <Notice
        tone="refusal"
        title={t('offer.gone')}
        actions={
          <Button component={Link} to={pathOf(thing)} variant="default">
            {t('offer.otherTime')}
          </Button>
        }
      >
        {refusal.message}
      </Notice>
    );
  }
  if (priced === undefined) return <Waiting rows={3} height={64} />;
  return (
    <section className={css.panel} aria-label={t('offer.price')}>
      <Priced line={priced} />
      {thing.__typename === 'Flight' ? (
        <Button component={Link} to={`${pathOf(thing)}/seats?offer=${encodeURIComponent(offerId)}`}>
          {t('find.chooseSeat')}
        </Button>
      ) : (
        <TakeButton offerId={offerId} bookableId={thing.id} title={thing.title} />
      )}
    </section>
  );
}

function Priced({ line }: { line: PricedLine }) {
  const { t, money, window } = useWords();
  return (
    <>
      <p>{[line.window && window(line.window), line.location.name].filter(Boolean).join(' · ')}</p>
      <p className={css.total}>
        <strong>{money(line.total)}</strong> <span className="quiet">{t('find.withTax')}</span>
      </p>
      <PriceBreakdown charges={line.charges} />
      <h2>{t('offer.conditions')}</h2>
      <Conditions terms={line.cancellation} />
    </>
  );
}
