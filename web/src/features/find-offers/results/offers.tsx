import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { TakeButton } from '../../../basket/take-button.js';
import { FindOffersDocument, type FindOffersQuery } from '../../../graphql/__generated__/graphql.js';
import { Loaded } from '../../../graphql/loaded.js';
import { pathOf } from '../../../things/thing.js';
import { useWords, type Words } from '../../../words/words-context.js';
import { kindsOf, type Wish, windowOf } from '../ask/find-address.js';
import { More } from './more.js';
import { Nothing } from './nothing.js';
import { ResultList } from './result-list.js';
import { ResultRow } from './result-row.js';

type Offer = FindOffersQuery['offers']['edges'][number]['node'];

/** What is free in the asked period, each with its whole price. */
export function Offers({ wish }: { wish: Wish }) {
  const { t } = useWords();
  const result = useQuery(FindOffersDocument, { variables: { input: inputOf(wish) } });
  return (
    <Loaded result={result} waiting={<ResultList.Waiting />}>
      {({ offers }) =>
        offers.edges.length === 0 ? (
          <Nothing wish={wish} />
        ) : (
          <>
            <ResultList label={t('find.results')}>
              {offers.edges.map(({ node }) => (
                <OfferRow key={node.id} offer={node} />
              ))}
            </ResultList>
            <More
              page={offers.pageInfo}
              load={(after) => result.fetchMore({ variables: { after } })}
              isLoading={result.loading}
            />
          </>
        )
      }
    </Loaded>
  );
}

function OfferRow({ offer }: { offer: Offer }) {
  const { t, money, window } = useWords();
  const path = `${pathOf(offer.bookable)}?offer=${encodeURIComponent(offer.id)}`;
  return (
    <ResultRow thing={offer.bookable} rating={offer.bookable.rating} path={path} place={placeOf(offer, t)}>
      {offer.window && offer.bookable.__typename !== 'Flight' && <p className="quiet">{window(offer.window)}</p>}
      <p data-price="">
        <strong>{money(offer.total)}</strong> <span className="quiet">{t('find.withTax')}</span>
      </p>
      {offer.unitsLeft !== null && offer.unitsLeft <= 3 && <p>{t('find.left', { count: offer.unitsLeft })}</p>}
      <Take offer={offer} />
    </ResultRow>
  );
}

function placeOf({ location, returnLocation }: Offer, t: Words['t']): string {
  if (location.id === returnLocation.id) return location.name;
  return t('trip.oneWay', { from: location.name, to: returnLocation.name });
}

function Take({ offer: { id, bookable } }: { offer: Offer }) {
  const { t } = useWords();
  if (bookable.__typename !== 'Flight') {
    return <TakeButton offerId={id} bookableId={bookable.id} title={bookable.title} />;
  }
  return (
    <Button component={Link} to={`${pathOf(bookable)}/seats?offer=${encodeURIComponent(id)}`}>
      {t('find.chooseSeat')}
    </Button>
  );
}

function inputOf(wish: Wish) {
  const window = windowOf(wish);
  return {
    kinds: kindsOf(wish),
    ...(wish.text === undefined ? {} : { text: wish.text }),
    ...(wish.fromId === undefined ? {} : { fromLocationId: wish.fromId }),
    ...(wish.toId === undefined ? {} : { toLocationId: wish.toId }),
    ...(window === undefined ? {} : { window }), // no zone: the clock on the wall of each place
  };
}
