import { lazy, Suspense } from 'react';
import { Home } from '../features/find-offers/home.js';
import { useSession } from '../session/use-session.js';

const OpenTrips = lazy(() => import('../features/list-trips/open-trips.js'));

/** The first view: the question, and below it what is already under way. */
export function StartPlace() {
  const isSignedIn = useSession() === 'signedIn';
  return (
    <Home>
      {isSignedIn && (
        <Suspense>
          <OpenTrips />
        </Suspense>
      )}
    </Home>
  );
}
