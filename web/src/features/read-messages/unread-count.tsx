import { useQuery } from '@apollo/client/react';
import { MessageAddedDocument, UnreadCountDocument } from '../../graphql/__generated__/graphql.js';
import { useLive } from '../../graphql/use-live.js';
import { Count } from '../../ui/notes/count.js';
import { useWords } from '../../words/words-context.js';

/** How many messages are unread, as they arrive. */
export function UnreadCount() {
  const { t } = useWords();
  const { data, refetch } = useQuery(UnreadCountDocument);
  useLive(MessageAddedDocument, {
    variables: {},
    sequenceOf: ({ notificationAdded }) => notificationAdded.sequence,
    onMessage: () => void refetch().catch(() => undefined), // the next message asks again
  });
  const count = data?.me?.notifications?.unreadCount ?? 0;
  return (
    <span role="status">
      <Count value={count} label={t('messages.unread', { count })} />
    </span>
  );
}
