import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'react-router';
import { takeFocus } from '../ui/take-focus.js';
import { useWords } from '../words/words-context.js';
import { addLine } from './basket.js';
import { changeBasket, useBasket } from './use-basket.js';

interface Props {
  offerId: string;
  bookableId: string;
  title: string;
}

/** Puts an offer into the basket and becomes the way there; the focus stays with it. */
export function TakeButton({ offerId, bookableId, title }: Props) {
  const { t } = useWords();
  const isTaken = useBasket().some((line) => line.offerId === offerId);
  const [isTaking, setTaking] = useState(false);

  if (isTaken) {
    return (
      <Button component={Link} to="/basket" variant="default" ref={isTaking ? takeFocus : null}>
        {t('find.inBasket')}
      </Button>
    );
  }
  const take = () => {
    setTaking(true);
    changeBasket((basket) => addLine(basket, { offerId, bookableId, quantity: 1 }));
  };
  return (
    <Button aria-label={`${t('find.add')}: ${title}`} onClick={take}>
      {t('find.add')}
    </Button>
  );
}
