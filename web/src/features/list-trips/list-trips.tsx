import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { ListTripsDocument } from '../../graphql/__generated__/graphql.js';
import { Fault, Loaded } from '../../graphql/loaded.js';
import { SignedInOnly } from '../../session/signed-in-only.js';
import { Waiting } from '../../ui/notes/waiting.js';
import { Page } from '../../ui/page.js';
import { useWords } from '../../words/words-context.js';
import css from './list-trips.module.css';
import { TripRow } from './trip-row.js';

/** Everything this person booked, the newest first; what waits for money says so. */
export default function ListTrips() {
  const { t } = useWords();
  return (
    <Page title={t('trips.title')} narrow>
      <SignedInOnly>
        <Trips />
      </SignedInOnly>
    </Page>
  );
}

function Trips() {
  const { t } = useWords();
  const result = useQuery(ListTripsDocument, { fetchPolicy: 'cache-and-network' });
  return (
    <Loaded result={result} waiting={<Waiting rows={4} height={96} />}>
      {({ me }) => {
        const bookings = me?.bookings;
        if (bookings === undefined || bookings === null) return <Fault kind="partial" retry={result.refetch} />;
        if (bookings.edges.length === 0) return <NoTrips />;
        return (
          <>
            <ul className={css.trips}>
              {bookings.edges.map(({ node }) => (
                <TripRow key={node.id} trip={node} />
              ))}
            </ul>
            {bookings.pageInfo.hasNextPage && (
              <div>
                <Button
                  variant="default"
                  loading={result.loading}
                  onClick={() => result.fetchMore({ variables: { after: bookings.pageInfo.endCursor } })}
                >
                  {t('find.more')}
                </Button>
              </div>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

function NoTrips() {
  const { t } = useWords();
  return (
    <>
      <p className="quiet">{t('trips.none')}</p>
      <div>
        <Button component={Link} to="/find">
          {t('basket.find')}
        </Button>
      </div>
    </>
  );
}
