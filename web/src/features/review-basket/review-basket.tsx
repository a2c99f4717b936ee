import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Basket } from '../../basket/basket.js';
import { changeBasket, useBasket } from '../../basket/use-basket.js';
import { useQuote } from '../../basket/use-quote.js';
import { faultKind } from '../../graphql/fault-kind.js';
import { Fault } from '../../graphql/loaded.js';
import { Notice } from '../../ui/notes/notice.js';
import { Page } from '../../ui/page.js';
import { takeFocus } from '../../ui/take-focus.js';
import { useWords } from '../../words/words-context.js';
import { BasketLines } from './basket-lines.js';
import { HoldPanel } from './hold-panel.js';
import { Problem } from './problem.js';
import css from './review-basket.module.css';

/** Everything put together so far, priced by the server, with what is in the way and how to mend it. */
export default function ReviewBasket() {
  const { t } = useWords();
  const basket = useBasket();
  const quoting = useQuote(basket);
  const [removed, setRemoved] = useState<Basket>();
  const remove = (change: (basket: Basket) => Basket) => {
    setRemoved(basket);
    changeBasket(change);
  };
  const undo = removed !== undefined && (
    <Notice
      key={basket.length}
      tone="plain"
      title={t('basket.removed')}
      actions={
        <Button
          variant="default"
          ref={takeFocus}
          onClick={() => {
            changeBasket(() => removed);
            setRemoved(undefined);
          }}
        >
          {t('basket.undo')}
        </Button>
      }
    />
  );

  if (basket.length === 0) {
    return (
      <Page title={t('basket.title')} lead={t('basket.empty')} narrow>
        {undo}
        <div>
          <Button component={Link} to="/find">
            {t('basket.find')}
          </Button>
        </div>
      </Page>
    );
  }
  return (
    <Page title={t('basket.title')} lead={t('basket.lead')}>
      {undo}
      {quoting.error !== undefined && <Fault kind={faultKind(quoting.error)} retry={quoting.renew} />}
      {quoting.refusal !== undefined && <Problem refusal={quoting.refusal} basket={basket} onChange={changeBasket} />}
      <div className={css.layout}>
        <BasketLines basket={basket} quoting={quoting} onRemove={remove} />
        {quoting.quote !== undefined && (
          <HoldPanel key={quoting.quote.id} quote={quoting.quote} basket={basket} quoting={quoting} />
        )}
      </div>
    </Page>
  );
}
