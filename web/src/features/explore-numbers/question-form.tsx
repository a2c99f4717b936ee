import { NativeSelect, TextInput } from '@mantine/core';
import { useWords } from '../../words/words-context.js';
import css from './explore-numbers.module.css';
import { BUCKETS, DIMENSIONS, daysAfter, type NumbersQuestion } from './numbers-address.js';

interface Props {
  metrics: readonly { name: string; title: string }[];
  question: NumbersQuestion;
  onAsk: (question: NumbersQuestion) => void;
}

/** The question in words and fields; each change is asked at once and stands in the address. */
export function QuestionForm({ metrics, question, onAsk }: Props) {
  const { t } = useWords();
  const select = <K extends 'metric' | 'bucket' | 'by'>(name: K, data: { value: string; label: string }[]) => (
    <NativeSelect
      label={t(`numbers.${name}`)}
      value={question[name]}
      data={data}
      // The options are the only values, and they are of the right type.
      onChange={({ currentTarget }) => onAsk({ ...question, [name]: currentTarget.value as NumbersQuestion[K] })}
    />
  );
  return (
    <search>
      <form className={css.question} aria-label={t('numbers.question')}>
        {select(
          'metric',
          metrics.map(({ name, title }) => ({ value: name, label: title })),
        )}
        {select(
          'bucket',
          BUCKETS.map((value) => ({ value, label: t(`numbers.${value}`) })),
        )}
        {select('by', [
          { value: '', label: t('numbers.notGrouped') },
          ...DIMENSIONS.map((value) => ({ value, label: t(`numbers.by_${value}`) })),
        ])}
        <TextInput
          type="date"
          label={t('numbers.from')}
          value={question.from}
          onChange={({ currentTarget }) => currentTarget.value && onAsk({ ...question, from: currentTarget.value })}
        />
        <TextInput
          type="date"
          label={t('numbers.to')}
          value={daysAfter(question.to, -1)}
          min={question.from}
          onChange={({ currentTarget }) =>
            currentTarget.value && onAsk({ ...question, to: daysAfter(currentTarget.value, 1) })
          }
        />
      </form>
    </search>
  );
}
