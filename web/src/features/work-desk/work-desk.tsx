import { useQuery } from '@apollo/client/react';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import type { SubmitEvent } from 'react';
import { useSearchParams } from 'react-router';
import { type BookingState, WorkDeskDocument } from '../../graphql/__generated__/graphql.js';
import { Loaded } from '../../graphql/loaded.js';
import { SignedInOnly } from '../../session/signed-in-only.js';
import { Waiting } from '../../ui/notes/waiting.js';
import { Page } from '../../ui/page.js';
import { useWords } from '../../words/words-context.js';
import { DeskRow } from './desk-row.js';
import css from './work-desk.module.css';

const STATES: readonly BookingState[] = ['CONFIRMED', 'IN_USE', 'HELD', 'AWAITING_PAYMENT', 'COMPLETED', 'CANCELLED'];

/** The queue of the staff: everybody's bookings, found by locator or state, with what to do next on each line. */
export default function WorkDesk() {
  const { t } = useWords();
  return (
    <Page title={t('desk.title')} lead={t('desk.lead')}>
      <SignedInOnly>
        <Desk />
      </SignedInOnly>
    </Page>
  );
}

function Desk() {
  const { t } = useWords();
  const [address, setAddress] = useSearchParams();
  const locator = address.get('locator') ?? '';
  const state = STATES.find((name) => name === address.get('state'));
  const filter = { ...(locator === '' ? {} : { locator }), ...(state === undefined ? {} : { states: [state] }) };
  const result = useQuery(WorkDeskDocument, { variables: { filter }, fetchPolicy: 'cache-and-network' });

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget);
    const asked = { locator: String(typed.get('locator')).trim().toUpperCase(), state: String(typed.get('state')) };
    setAddress(Object.entries(asked).filter(([, value]) => value !== ''));
  };

  return (
    <>
      <search>
        <form className={css.search} aria-label={t('desk.search')} onSubmit={submit}>
          <TextInput
            name="locator"
            key={`locator ${locator}`}
            label={t('desk.locator')}
            defaultValue={locator}
            maxLength={6}
            autoCapitalize="characters"
          />
          <NativeSelect
            name="state"
            key={`state ${state}`}
            label={t('desk.state')}
            defaultValue={state ?? ''}
            data={[
              { value: '', label: t('desk.anyState') },
              ...STATES.map((value) => ({ value, label: t(`state.${value}`) })),
            ]}
          />
          <Button type="submit">{t('desk.find')}</Button>
        </form>
      </search>
      <Loaded result={result} waiting={<Waiting rows={6} height={88} />}>
        {({ bookings }) => (
          <>
            {bookings.edges.length === 0 && <p className="quiet">{t('desk.none')}</p>}
            <ul className={css.queue}>
              {bookings.edges.map(({ node }) => (
                <DeskRow key={node.id} booking={node} />
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
        )}
      </Loaded>
    </>
  );
}
