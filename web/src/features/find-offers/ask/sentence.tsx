import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { Icon } from '../../../ui/icon.js';
import { useWords } from '../../../words/words-context.js';
import { faultOf, KINDS, type Kind, type Wish, writeWish } from './find-address.js';
import { PlaceField } from './place-field.js';
import css from './sentence.module.css';

interface Props {
  initial: Wish;
  onFind: (wish: Wish) => void;
  /** Whether a name can be asked for, too. */
  hasName?: boolean;
}

/** The one question of the app, asked as a sentence: what, where, when. */
export function Sentence({ initial, onFind, hasName = false }: Props) {
  const { t } = useWords();
  const [wish, setWish] = useState(initial);
  const [seen, setSeen] = useState(initial);
  const [isRefused, setRefused] = useState(false);
  if (!isSame(seen, initial)) {
    setSeen(initial); // the address has changed: by the filters beside, or by the back button
    setWish(initial);
  }
  const fault = isRefused ? faultOf(wish) : undefined;
  const change = (part: Partial<Wish>) => setWish((before) => ({ ...before, ...part }));

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setRefused(true);
    if (faultOf(wish) === undefined) onFind(wish);
  };

  return (
    <search>
      <form className={css.sentence} onSubmit={submit} aria-label={t('find.question')} noValidate>
        <KindField wish={wish} change={change} />
        <PlaceField
          label={t(wish.kinds[0] === 'FLIGHT' && goesSomewhere(wish) ? 'find.from' : 'find.at')}
          kinds={wish.kinds}
          placeId={wish.fromId}
          onChoose={(fromId) => change({ fromId })}
        />
        {goesSomewhere(wish) && (
          <PlaceField
            label={t(wish.kinds[0] === 'CAR' ? 'find.returnAt' : 'find.to')}
            kinds={wish.kinds}
            placeId={wish.toId}
            onChoose={(toId) => change({ toId })}
          />
        )}
        <TimeField label={t('find.after')} value={wish.at} onChange={(at) => change({ at })} />
        <TimeField
          label={t('find.until')}
          value={wish.until}
          error={fault && t(`find.${fault}`)}
          onChange={(until) => change({ until })}
        />
        {hasName && (
          <TextInput
            label={t('find.called')}
            value={wish.text ?? ''}
            placeholder={t('find.calledHint')}
            onChange={({ currentTarget }) => change({ text: currentTarget.value })}
          />
        )}
        <Button type="submit" className={css.find} leftSection={<Icon name="find" size={20} />}>
          {t('find.find')}
        </Button>
      </form>
    </search>
  );
}

interface FieldProps {
  wish: Wish;
  change: (part: Partial<Wish>) => void;
}

function KindField({ wish, change }: FieldProps) {
  const { t } = useWords();
  return (
    <NativeSelect
      className={css.kind ?? ''}
      label={t('find.need')}
      value={wish.kinds.length === 1 ? wish.kinds[0] : ''}
      onChange={({ currentTarget }) => {
        const kind = KINDS.find((name) => name === currentTarget.value);
        change({ kinds: kind === undefined ? [] : [kind] });
      }}
      data={[{ value: '', label: t('find.any') }, ...KINDS.map((kind) => ({ value: kind, label: t(`find.a${kind}`) }))]}
    />
  );
}

interface TimeProps {
  label: string;
  value: string | undefined;
  error?: string | undefined;
  onChange: (value: string | undefined) => void;
}

function TimeField({ label, value, error, onChange }: TimeProps) {
  return (
    <TextInput
      className={css.time ?? ''}
      type="datetime-local"
      label={label}
      value={value ?? ''}
      error={error}
      onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? undefined : currentTarget.value)}
    />
  );
}

const GOES: readonly Kind[] = ['FLIGHT', 'CAR'];

const isSame = (one: Wish, other: Wish): boolean => writeWish(one).toString() === writeWish(other).toString();

function goesSomewhere({ kinds, toId }: Wish): boolean {
  return toId !== undefined || (kinds.length === 1 && kinds.every((kind) => GOES.includes(kind)));
}
