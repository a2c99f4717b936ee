import { useMutation } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { ReleaseHoldDocument } from '../../graphql/__generated__/graphql.js';
import { Notice } from '../../ui/notes/notice.js';
import { useWords } from '../../words/words-context.js';

/** Gives back what is held, so that others can have it at once. */
export function ReleaseButton({ bookingId }: { bookingId: string }) {
  const { t } = useWords();
  const [releaseHold, { data, loading }] = useMutation(ReleaseHoldDocument);
  const outcome = data?.releaseHold;
  const release = () =>
    releaseHold({ variables: { input: { bookingId, idempotencyKey: `release-${bookingId}` } } }).catch(
      () => undefined, // it stays held and ends by itself
    );
  return (
    <div>
      <Button variant="subtle" loading={loading} onClick={release}>
        {t('pay.release')}
      </Button>
      {outcome !== undefined && outcome.__typename !== 'ReleaseHoldSuccess' && (
        <Notice tone="refusal" title={outcome.message} />
      )}
    </div>
  );
}
