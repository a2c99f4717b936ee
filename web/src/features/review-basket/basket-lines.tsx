import { useQuery } from '@apollo/client/react';
import { Button, Skeleton } from '@mantine/core';
import { Link } from 'react-router';
import { type Basket, type BasketLine, removeLine, setQuantity } from '../../basket/basket.js';
import { changeBasket } from '../../basket/use-basket.js';
import type { PricedLine, Quoting } from '../../basket/use-quote.js';
import { BasketThingDocument } from '../../graphql/__generated__/graphql.js';
import { Conditions, PriceBreakdown } from '../../things/price-breakdown.js';
import { factsOf, pathOf } from '../../things/thing.js';
import { ThingPicture } from '../../things/thing-picture.js';
import { Icon } from '../../ui/icon.js';
import { useWords } from '../../words/words-context.js';
import css from './review-basket.module.css';

interface Props {
  basket: Basket;
  quoting: Quoting;
  onRemove: (change: (basket: Basket) => Basket) => void;
}

/** The lines in the order in which they were added; priced ones show every charge. */
export function BasketLines({ basket, quoting, onRemove }: Props) {
  const { t } = useWords();
  return (
    <ol className={css.lines} aria-label={t('basket.lines')} aria-busy={quoting.isWaiting}>
      {basket.map((line) => (
        <Line
          key={`${line.offerId} ${line.seat ?? ''}`}
          line={line}
          priced={quoting.pricedOf(line)}
          onRemove={() => onRemove((now) => removeLine(now, line))}
        />
      ))}
    </ol>
  );
}

interface LineProps {
  line: BasketLine;
  priced: PricedLine | undefined;
  onRemove: () => void;
}

function Line({ line, priced, onRemove }: LineProps) {
  const words = useWords();
  const { t, money, window } = words;
  const { data } = useQuery(BasketThingDocument, { variables: { id: line.bookableId }, skip: priced !== undefined });
  const thing = priced?.bookable ?? data?.bookable ?? undefined;

  return (
    <li className={css.line}>
      {thing === undefined ? <Skeleton width={128} height={80} /> : <ThingPicture thing={thing} />}
      <div className={css.about}>
        <h2>{thing === undefined ? <Skeleton height={24} /> : <Link to={pathOf(thing)}>{thing.title}</Link>}</h2>
        {thing !== undefined && <p className="quiet">{factsOf(thing, words).join(' · ')}</p>}
        {priced !== undefined && thing?.__typename !== 'Flight' && (
          <p>{[priced.window && window(priced.window), priced.location.name].filter(Boolean).join(' · ')}</p>
        )}
        {line.seat !== undefined && <p>{t('basket.seat', { seat: line.seat })}</p>}
      </div>
      {priced !== undefined && (
        <div className={css.terms}>
          <PriceBreakdown charges={priced.charges} />
          <Conditions terms={priced.cancellation} />
        </div>
      )}
      <div className={css.end}>
        {priced === undefined ? <Skeleton width={90} height={26} /> : <strong>{money(priced.total)}</strong>}
        {thing?.__typename === 'ProductVariant' && <Quantity line={line} title={thing.title} />}
        <Button
          variant="subtle"
          leftSection={<Icon name="cross" size={18} />}
          aria-label={t('basket.removeThing', { title: thing?.title ?? '' })}
          onClick={onRemove}
        >
          {t('basket.remove')}
        </Button>
      </div>
    </li>
  );
}

function Quantity({ line, title }: { line: BasketLine; title: string }) {
  const { t } = useWords();
  const change = (quantity: number) => changeBasket((basket) => setQuantity(basket, line, quantity));
  return (
    <fieldset className={css.quantity}>
      <legend className="unseen">{t('basket.quantity', { title })}</legend>
      <Button
        variant="default"
        aria-label={t('basket.less')}
        disabled={line.quantity === 1}
        onClick={() => change(line.quantity - 1)}
      >
        −
      </Button>
      <output aria-live="polite">{line.quantity}</output>
      <Button variant="default" aria-label={t('basket.more')} onClick={() => change(line.quantity + 1)}>
        +
      </Button>
    </fieldset>
  );
}
