import { useQuery } from '@apollo/client/react';
import { useEffect, useState } from 'react';
import { useParams } from 'react-router';
import {
  FollowTripDocument,
  TripDetailsDocument,
  TripUpdatedDocument,
  type WholeTripFragment,
} from '../../graphql/__generated__/graphql.js';
import { Fault, Loaded } from '../../graphql/loaded.js';
import { useLive } from '../../graphql/use-live.js';
import { SignedInOnly } from '../../session/signed-in-only.js';
import { LiveMark } from '../../ui/live/live-mark.js';
import { StateMark } from '../../ui/live/state-mark.js';
import { Waiting } from '../../ui/notes/waiting.js';
import { Page } from '../../ui/page.js';
import { useWords } from '../../words/words-context.js';
import css from './follow-trip.module.css';
import { Money } from './money.js';
import { moneyMoves } from './money-moves.js';
import { Timeline } from './timeline.js';
import { TripLines } from './trip-lines.js';

const ASK_FOR_MONEY_MS = 2_000;
// Links to documents are good for a quarter of an hour.
const ASK_FOR_LINKS_MS = 600_000;

/** One booking as it is now: lines, what happened, money and documents, changing by itself. */
export default function FollowTrip() {
  const { id = '' } = useParams();
  return (
    <SignedInOnly>
      <Following key={id} id={id} />
    </SignedInOnly>
  );
}

function Following({ id }: { id: string }) {
  const { t } = useWords();
  const [pollInterval, setPollInterval] = useState(ASK_FOR_LINKS_MS);
  const result = useQuery(FollowTripDocument, { variables: { id }, pollInterval });
  const details = useQuery(TripDetailsDocument, { variables: { id } });
  const freshness = useLive(TripUpdatedDocument, {
    variables: { id },
    sequenceOf: ({ bookingUpdated }) => bookingUpdated.sequence,
  });
  const trip = result.data?.booking;
  const moves = trip !== undefined && trip !== null && moneyMoves(trip);
  useEffect(() => setPollInterval(moves ? ASK_FOR_MONEY_MS : ASK_FOR_LINKS_MS), [moves]);

  const locator = result.data?.booking?.locator;
  const title = locator === undefined ? t('trip.title') : t('trip.titled', { locator });
  return (
    <Page title={title} aside={<LiveMark freshness={freshness} />}>
      <Loaded result={result} waiting={<Waiting rows={4} height={88} />}>
        {({ booking }) =>
          booking === null ? (
            <Fault kind="missing" />
          ) : (
            <Trip trip={booking} details={details.data?.booking?.lines ?? []} />
          )
        }
      </Loaded>
    </Page>
  );
}

function Trip({ trip, details }: { trip: WholeTripFragment } & Pick<Parameters<typeof TripLines>[0], 'details'>) {
  return (
    <>
      <p className={css.state} role="status">
        <StateMark state={trip.state} />
      </p>
      <div className={css.layout}>
        <TripLines trip={trip} details={details} />
        <div className={css.side}>
          <Timeline entries={trip.timeline} />
          <Money trip={trip} />
        </div>
      </div>
    </>
  );
}
