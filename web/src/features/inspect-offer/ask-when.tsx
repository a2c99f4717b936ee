import { Button, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { morningIn } from '../../format/wall-clock.js';
import type { Thing } from '../../things/thing.js';
import { useWords } from '../../words/words-context.js';
import css from './inspect-offer.module.css';

/** Without a time there is no price: asks for it and finds the thing again among what is free then. */
export function AskWhen({ thing }: { thing: Thing }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const [at, setAt] = useState(
    thing.__typename === 'Flight' ? `${thing.departs.local.slice(0, 10)}T00:00` : morningIn(1),
  );
  const [until, setUntil] = useState(
    thing.__typename === 'Flight' ? `${thing.departs.local.slice(0, 10)}T23:59` : morningIn(3),
  );

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const place = thing.location === null ? {} : { from: thing.location.id };
    navigate(`/find?${new URLSearchParams({ kind: thing.kind.toLowerCase(), q: thing.title, ...place, at, until })}`);
  };

  return (
    <form className={css.panel} onSubmit={submit}>
      <h2>{t('offer.when')}</h2>
      <p className="quiet">{t('offer.whenWhy')}</p>
      <TextInput
        type="datetime-local"
        label={t('find.after')}
        value={at}
        required
        onChange={({ currentTarget }) => setAt(currentTarget.value)}
      />
      <TextInput
        type="datetime-local"
        label={t('find.until')}
        value={until}
        min={at}
        required
        onChange={({ currentTarget }) => setUntil(currentTarget.value)}
      />
      <Button type="submit">{t('offer.show')}</Button>
    </form>
  );
}
