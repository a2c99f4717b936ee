import { useQuery } from '@apollo/client/react';
import { useParams } from 'react-router';
import { PayBookingDocument, PayBookingUpdatedDocument } from '../../graphql/__generated__/graphql.js';
import { Fault, Loaded } from '../../graphql/loaded.js';
import { useLive } from '../../graphql/use-live.js';
import { SignedInOnly } from '../../session/signed-in-only.js';
import { LiveMark } from '../../ui/live/live-mark.js';
import { Waiting } from '../../ui/notes/waiting.js';
import { Page } from '../../ui/page.js';
import { useWords } from '../../words/words-context.js';
import { PayPanel } from './pay-panel.js';

/** Pays a held booking; the truth comes from the server by subscription. */
export default function PayBooking() {
  const { t } = useWords();
  const { id = '' } = useParams();
  return (
    <SignedInOnly>
      <Paying key={id} id={id} title={t('pay.title')} />
    </SignedInOnly>
  );
}

function Paying({ id, title }: { id: string; title: string }) {
  const result = useQuery(PayBookingDocument, { variables: { id } });
  const freshness = useLive(PayBookingUpdatedDocument, {
    variables: { id },
    sequenceOf: ({ bookingUpdated }) => bookingUpdated.sequence,
  });
  return (
    <Page title={title} narrow aside={<LiveMark freshness={freshness} />}>
      <Loaded result={result} waiting={<Waiting rows={4} height={56} />}>
        {({ booking }) =>
          booking === null ? (
            <Fault kind="missing" />
          ) : (
            <PayPanel booking={booking} onLook={() => result.refetch().catch(() => undefined)} />
          )
        }
      </Loaded>
    </Page>
  );
}
