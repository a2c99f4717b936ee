import { useQuery } from '@apollo/client/react';
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
import { LiveMark } from '../../ui/live-mark.js';
import { Page } from '../../ui/page.js';
import { StateMark } from '../../ui/state-mark.js';
import { Waiting } from '../../ui/waiting.js';
import { useWords } from '../../words/words-context.js';
import css from './follow-trip.module.css';
import { Money } from './money.js';
import { Timeline } from './timeline.js';
import { TripLines } from './trip-lines.js';

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
  const result = useQuery(FollowTripDocument, { variables: { id } });
  const details = useQuery(TripDetailsDocument, { variables: { id } });
  const freshness = useLive(TripUpdatedDocument, {
    variables: { id },
    sequenceOf: ({ bookingUpdated }) => bookingUpdated.sequence,
  });
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
