import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { useNavigate } from 'react-router';
import { addLine } from '../../basket/basket.js';
import { changeBasket } from '../../basket/use-basket.js';
import { FindFlightOfferDocument, type SeatFactsFragment } from '../../graphql/__generated__/graphql.js';
import type { Thing } from '../../things/thing.js';
import { Notice } from '../../ui/notes/notice.js';
import { useWords } from '../../words/words-context.js';
import css from './choose-seat.module.css';
import { isFree } from './seat-words.js';

interface Props {
  flight: Extract<Thing, { __typename: 'Flight' }>;
  seat: SeatFactsFragment | undefined;
  offerId: string | null;
}

/** What is chosen, what it costs, and the way on; says so at once when somebody else was faster. */
export function ChosenSeat({ flight, seat, offerId }: Props) {
  const { t, money } = useWords();
  const navigate = useNavigate();
  const offer = useFlightOffer(flight, offerId);

  const take = (designator: string) => {
    if (offer.id === undefined) return;
    const line = { offerId: offer.id, bookableId: flight.id, quantity: 1, seat: designator };
    changeBasket((basket) => addLine(basket, line));
    navigate('/basket');
  };

  if (offer.isGone) return <Notice tone="warning" title={t('seat.noOffer')} />;
  if (seat === undefined) return <p className="quiet">{t('seat.pick')}</p>;
  if (!isFree(seat)) {
    return (
      <Notice tone="refusal" title={t('seat.lost', { seat: seat.designator })}>
        {t('seat.lostWhy')}
      </Notice>
    );
  }
  return (
    <div className={css.chosen}>
      <p role="status">
        {t('seat.youChose')} <strong>{seat.designator}</strong>
        {seat.price !== null && <> · {money(seat.price)}</>}
      </p>
      <Button loading={offer.id === undefined} onClick={() => take(seat.designator)}>
        {t('seat.take', { seat: seat.designator })}
      </Button>
    </div>
  );
}

/** The offer that the seat is taken under: the one in the address, else the flight's own of its day. */
function useFlightOffer(flight: Props['flight'], offerId: string | null): { id: string | undefined; isGone: boolean } {
  const day = flight.departs.local.slice(0, 10);
  const input = {
    kinds: ['FLIGHT' as const],
    fromLocationId: flight.origin.id,
    toLocationId: flight.destination.id,
    window: { from: `${day}T00:00:00`, to: `${day}T23:59:59`, timeZone: flight.departs.timeZone },
  };
  const { data, loading } = useQuery(FindFlightOfferDocument, { variables: { input }, skip: offerId !== null });
  if (offerId !== null) return { id: offerId, isGone: false };
  const id = data?.offers.edges.find(({ node }) => node.bookable.id === flight.id)?.node.id;
  return { id, isGone: id === undefined && !loading };
}
