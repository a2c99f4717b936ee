import { useMutation, useQuery } from '@apollo/client/react';
import { Button } from '@mantine/core';
import { useRef } from 'react';
import { Link } from 'react-router';
import {
  MarkMessageReadDocument,
  MessageAddedDocument,
  type MessageFactsFragment,
  ReadMessagesDocument,
  UnreadCountDocument,
} from '../../graphql/__generated__/graphql.js';
import { Fault, Loaded } from '../../graphql/loaded.js';
import { useLive } from '../../graphql/use-live.js';
import { SignedInOnly } from '../../session/signed-in-only.js';
import { LiveMark } from '../../ui/live/live-mark.js';
import { Waiting } from '../../ui/notes/waiting.js';
import { Page } from '../../ui/page.js';
import { useWords } from '../../words/words-context.js';
import css from './read-messages.module.css';

/** Every message inside the app, the newest first. */
export default function ReadMessages() {
  const { t } = useWords();
  return (
    <SignedInOnly>
      <Messages title={t('messages.title')} />
    </SignedInOnly>
  );
}

function Messages({ title }: { title: string }) {
  const { t } = useWords();
  const result = useQuery(ReadMessagesDocument, { fetchPolicy: 'cache-and-network' });
  const freshness = useLive(MessageAddedDocument, {
    variables: {},
    sequenceOf: ({ notificationAdded }) => notificationAdded.sequence,
    onMessage: () => void result.refetch().catch(() => undefined), // the list says what went wrong
  });
  return (
    <Page title={title} narrow aside={<LiveMark freshness={freshness} />}>
      <Loaded result={result} waiting={<Waiting rows={5} height={84} />}>
        {({ me }) => {
          const notifications = me?.notifications;
          if (notifications === undefined || notifications === null)
            return <Fault kind="partial" retry={result.refetch} />;
          if (notifications.edges.length === 0) return <p className="quiet">{t('messages.none')}</p>;
          return (
            <>
              <ul className={css.messages}>
                {notifications.edges.map(({ node }) => (
                  <Message key={node.id} message={node} />
                ))}
              </ul>
              {notifications.pageInfo.hasNextPage && (
                <div>
                  <Button
                    variant="default"
                    loading={result.loading}
                    onClick={() => result.fetchMore({ variables: { after: notifications.pageInfo.endCursor } })}
                  >
                    {t('find.more')}
                  </Button>
                </div>
              )}
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

function Message({ message }: { message: MessageFactsFragment }) {
  const { t, instant } = useWords();
  const [markRead, { loading }] = useMutation(MarkMessageReadDocument, { refetchQueries: [UnreadCountDocument] });
  const isUnread = message.readAt === null;
  const heading = useRef<HTMLHeadingElement>(null);
  const read = () => {
    heading.current?.focus(); // the button goes away
    const input = { notificationId: message.id };
    return markRead({ variables: { input } }).catch(() => undefined); // it stays unread
  };
  return (
    <li className={css.message} data-unread={isUnread}>
      <div className={css.words}>
        <h2 ref={heading} tabIndex={-1}>
          {isUnread && <span className={css.new}>{t('messages.new')}</span>} {message.title}
        </h2>
        <p>{message.body}</p>
        <p className="quiet">
          <time dateTime={message.createdAt}>{instant(message.createdAt)}</time>
        </p>
      </div>
      <div className={css.buttons}>
        {message.booking && (
          <Button component={Link} to={`/trips/${message.booking.id}`} variant="default">
            {t('messages.open')}
          </Button>
        )}
        {isUnread && (
          <Button variant="subtle" loading={loading} onClick={read}>
            {t('messages.read')}
          </Button>
        )}
      </div>
    </li>
  );
}
