import { useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { WatchPartnerDocument, type WatchPartnerQuery } from '../../graphql/__generated__/graphql.js';
import { Loaded } from '../../graphql/loaded.js';
import { StateMark } from '../../ui/live/state-mark.js';
import { Waiting } from '../../ui/notes/waiting.js';
import { useWords } from '../../words/words-context.js';
import css from './watch-partner.module.css';

type Booking = WatchPartnerQuery['bookings']['edges'][number]['node'];

/** The bookings of the partner's own organisation: which those are is said by the token, never by this page. */
export function PartnerBookings() {
  const { t } = useWords();
  const result = useQuery(WatchPartnerDocument, { fetchPolicy: 'cache-and-network' });
  return (
    <Loaded result={result} waiting={<Waiting rows={5} height={60} />}>
      {({ me, bookings }) => (
        <section aria-labelledby="bookings" className={css.section}>
          <h2 id="bookings">{t('partner.bookings', { name: me?.organisation?.name ?? '' })}</h2>
          {bookings.edges.length === 0 ? (
            <p className="quiet">{t('partner.none')}</p>
          ) : (
            <ul className={css.bookings}>
              {bookings.edges.map(({ node }) => (
                <Row key={node.id} booking={node} />
              ))}
            </ul>
          )}
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
        </section>
      )}
    </Loaded>
  );
}

function Row({ booking }: { booking: Booking }) {
  const { money } = useWords();
  return (
    <li>
      <Link to={`/trips/${booking.id}`}>{booking.locator}</Link>
      <span className={css.things}>{booking.lines.map(({ title }) => title).join(', ')}</span>
      <StateMark state={booking.state} />
      <span>{money(booking.total)}</span>
    </li>
  );
}
