import { useQuery } from '@apollo/client/react';
import { ListTripsDocument, type TripFactsFragment } from '../../graphql/__generated__/graphql.js';
import { useWords } from '../../words/words-context.js';
import css from './list-trips.module.css';
import { TripRow } from './trip-row.js';

const OPEN: readonly TripFactsFragment['state'][] = ['HELD', 'AWAITING_PAYMENT', 'CONFIRMED', 'IN_USE'];
const MOST = 3;

/** Where to go on: what runs out first, then what comes next; nothing when there is nothing. */
export default function OpenTrips() {
  const { t } = useWords();
  const { data } = useQuery(ListTripsDocument, { fetchPolicy: 'cache-and-network' });
  const trips = (data?.me?.bookings?.edges ?? []).map(({ node }) => node);
  const open = OPEN.flatMap((state) => trips.filter((trip) => trip.state === state)).slice(0, MOST);
  if (open.length === 0) return null;
  return (
    <section aria-labelledby="open-trips" className={css.open}>
      <h2 id="open-trips">{t('trips.goOn')}</h2>
      <ul className={css.trips}>
        {open.map((trip) => (
          <TripRow key={trip.id} trip={trip} />
        ))}
      </ul>
    </section>
  );
}
