import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import {
  ChooseSeatDocument,
  type ChooseSeatQuery,
  type SeatFactsFragment,
} from '../../graphql/__generated__/graphql.js';
import { Fault, Loaded } from '../../graphql/loaded.js';
import { factsOf } from '../../things/thing.js';
import { Waiting } from '../../ui/notes/waiting.js';
import { Page } from '../../ui/page.js';
import { useWords } from '../../words/words-context.js';
import css from './choose-seat.module.css';
import { ChosenSeat } from './chosen-seat.js';
import { SeatLegend } from './seat-legend.js';
import { SeatList } from './seat-list.js';
import { SeatMap } from './seat-map.js';

type Flight = Extract<NonNullable<ChooseSeatQuery['bookable']>, { __typename: 'Flight' }>;

const LOOK_AGAIN_MS = 4_000;

/** The seats of a flight as a map and, equal to it, as a list; what others take meanwhile shows by itself. */
export default function ChooseSeat() {
  const { id = '' } = useParams();
  const result = useQuery(ChooseSeatDocument, {
    variables: { id },
    fetchPolicy: 'cache-and-network',
    pollInterval: LOOK_AGAIN_MS,
    skipPollAttempt: () => document.visibilityState === 'hidden',
  });
  return (
    <Loaded result={result} waiting={<Waiting rows={8} height={44} />}>
      {({ bookable }) => (bookable?.__typename === 'Flight' ? <Seats flight={bookable} /> : <Fault kind="missing" />)}
    </Loaded>
  );
}

function Seats({ flight }: { flight: Flight }) {
  const words = useWords();
  const { t } = words;
  const [address] = useSearchParams();
  const [view, setView] = useState<'map' | 'list'>('map');
  const [chosen, setChosen] = useState<string>();
  const { cabins } = flight.seatMap;
  const seat = cabins
    .flatMap(({ rows }) => rows.flatMap(({ seats }) => seats))
    .find(({ designator }) => designator === chosen);
  const Seating = view === 'map' ? SeatMap : SeatList;
  const choose = ({ designator }: SeatFactsFragment) => setChosen(designator);

  return (
    <Page title={t('seat.title')} lead={factsOf(flight, words).slice(0, 2).join(' · ')}>
      <div className={css.views}>
        {(['map', 'list'] as const).map((name) => (
          <Button
            key={name}
            variant={view === name ? 'filled' : 'default'}
            aria-pressed={view === name}
            onClick={() => setView(name)}
          >
            {t(`seat.${name}`)}
          </Button>
        ))}
      </div>
      <div className={css.layout}>
        <div className={css.cabins}>
          {cabins.map((cabin) => (
            <section key={cabin.name} aria-label={cabin.name} className={css.cabin}>
              <h2>{cabin.name}</h2>
              <Seating
                label={t('seat.cabin', { cabin: cabin.name })}
                rows={cabin.rows}
                chosen={chosen}
                onChoose={choose}
              />
            </section>
          ))}
        </div>
        <SeatLegend />
        <div className={css.choice}>
          <ChosenSeat flight={flight} seat={seat} offerId={address.get('offer')} />
        </div>
      </div>
    </Page>
  );
}
