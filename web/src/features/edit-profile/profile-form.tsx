import { useMutation } from '@apollo/client/react';
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { viewerZone } from '../../format/time.js';
import { type OwnProfileFragment, UpdateProfileDocument } from '../../graphql/__generated__/graphql.js';
import { faultKind } from '../../graphql/fault-kind.js';
import { Fault } from '../../graphql/loaded.js';
import { Notice } from '../../ui/notes/notice.js';
import { useWords } from '../../words/words-context.js';
import css from './edit-profile.module.css';

const CURRENCIES = ['EUR', 'GBP', 'CHF', 'USD', 'INR'];

/** Name, language, zone, phone and currency; a refused field says why beside itself. */
export function ProfileForm({ person }: { person: OwnProfileFragment }) {
  const { t } = useWords();
  const [updateProfile, { data, error, loading }] = useMutation(UpdateProfileDocument);
  const [typed, setTyped] = useState(() => initialOf(person));
  const outcome = data?.updateProfile;
  const faults = outcome?.__typename === 'InputInvalid' ? outcome.fields : [];

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const { phone, ...rest } = typed;
    const input = { ...rest, phone: phone === '' ? null : phone };
    updateProfile({ variables: { input } }).catch(() => undefined); // `error` holds it
  };
  const field = (name: keyof typeof typed) => ({
    label: t(`account.${name}`),
    value: typed[name],
    error: faults.find(({ path }) => path.endsWith(name))?.message,
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) =>
      setTyped({ ...typed, [name]: currentTarget.value }),
  });

  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <TextInput {...field('displayName')} autoComplete="name" />
      <TextInput {...field('phone')} type="tel" autoComplete="tel" />
      <NativeSelect
        {...field('locale')}
        data={[
          { value: 'en', label: 'English' },
          { value: 'de', label: 'Deutsch' },
        ]}
      />
      <NativeSelect {...field('timeZone')} data={zones(typed.timeZone)} />
      <NativeSelect {...field('currency')} data={[...new Set([typed.currency, ...CURRENCIES])]} />
      <div>
        <Button type="submit" loading={loading}>
          {t('account.save')}
        </Button>
      </div>
      {outcome?.__typename === 'UpdateProfileSuccess' && <Notice tone="good" title={t('account.saved')} />}
      {outcome !== undefined && outcome.__typename !== 'UpdateProfileSuccess' && (
        <Notice tone="refusal" title={outcome.message} />
      )}
      {error !== undefined && <Fault kind={faultKind(error)} />}
    </form>
  );
}

function initialOf({ displayName, profile }: OwnProfileFragment) {
  return {
    displayName: displayName ?? '',
    phone: profile?.phone ?? '',
    locale: profile?.locale.slice(0, 2) ?? 'en',
    timeZone: profile?.timeZone ?? viewerZone(),
    currency: profile?.currency ?? 'EUR',
  };
}

const zones = (present: string): string[] => [...new Set([present, ...Intl.supportedValuesOf('timeZone')])];
