import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router';
import { Waiting } from '../ui/notes/waiting.js';
import { Shell } from './frame/shell.js';
import { NoPlace } from './no-place.js';
import { PageGuard } from './page-guard.js';
import { StartPlace } from './start-place.js';

const Find = lazy(() => import('../features/find-offers/find.js'));
const InspectOffer = lazy(() => import('../features/inspect-offer/inspect-offer.js'));
const ChooseSeat = lazy(() => import('../features/choose-seat/choose-seat.js'));
const ReviewBasket = lazy(() => import('../features/review-basket/review-basket.js'));
const PayBooking = lazy(() => import('../features/pay-booking/pay-booking.js'));
const ListTrips = lazy(() => import('../features/list-trips/list-trips.js'));
const FollowTrip = lazy(() => import('../features/follow-trip/follow-trip.js'));
const ReadMessages = lazy(() => import('../features/read-messages/read-messages.js'));
const EditProfile = lazy(() => import('../features/edit-profile/edit-profile.js'));
const WorkDesk = lazy(() => import('../features/work-desk/work-desk.js'));
const PartnerPlace = lazy(() => import('./partner-place.js'));
const ExploreNumbers = lazy(() => import('../features/explore-numbers/explore-numbers.js'));
const TryGraph = lazy(() => import('../features/try-graph/try-graph.js'));
const CompleteSignIn = lazy(() => import('./complete-sign-in.js'));

/** Every address of the app; each place is fetched only when entered. */
export function Places() {
  return (
    <Shell>
      <PageGuard>
        <Suspense fallback={<Waiting rows={4} height={64} />}>
          <Routes>
            <Route path="/" element={<StartPlace />} />
            <Route path="/find" element={<Find />} />
            <Route path="/car/:id" element={<InspectOffer />} />
            <Route path="/bike/:id" element={<InspectOffer />} />
            <Route path="/flight/:id" element={<InspectOffer />} />
            <Route path="/flight/:id/seats" element={<ChooseSeat />} />
            <Route path="/service/:id" element={<InspectOffer />} />
            <Route path="/product/:sku" element={<InspectOffer />} />
            <Route path="/basket" element={<ReviewBasket />} />
            <Route path="/pay/:id" element={<PayBooking />} />
            <Route path="/trips" element={<ListTrips />} />
            <Route path="/trips/:id" element={<FollowTrip />} />
            <Route path="/messages" element={<ReadMessages />} />
            <Route path="/account" element={<EditProfile />} />
            <Route path="/desk" element={<WorkDesk />} />
            <Route path="/partner" element={<PartnerPlace />} />
            <Route path="/numbers" element={<ExploreNumbers />} />
            <Route path="/developers" element={<TryGraph />} />
            <Route path="/auth/callback" element={<CompleteSignIn />} />
            <Route path="*" element={<NoPlace />} />
          </Routes>
        </Suspense>
      </PageGuard>
    </Shell>
  );
}
