import { Button } from '@mantine/core';
import { useWords } from '../../../words/words-context.js';
import { KINDS, type Kind, type Wish } from '../ask/find-address.js';
import css from './results.module.css';

/** Which kinds to show; several at once, none means any. */
export function KindChoice({ wish, onChoose }: { wish: Wish; onChoose: (wish: Wish) => void }) {
  const { t } = useWords();
  const toggle = (kind: Kind) =>
    KINDS.filter((other) => (other === kind ? !wish.kinds.includes(kind) : wish.kinds.includes(other)));
  return (
    <fieldset className={css.kinds}>
      <legend className="unseen">{t('find.kinds')}</legend>
      <Button
        variant={wish.kinds.length === 0 ? 'filled' : 'default'}
        aria-pressed={wish.kinds.length === 0}
        onClick={() => onChoose({ ...wish, kinds: [] })}
      >
        {t('find.all')}
      </Button>
      {KINDS.map((kind) => (
        <Button
          key={kind}
          variant={wish.kinds.includes(kind) ? 'filled' : 'default'}
          aria-pressed={wish.kinds.includes(kind)}
          onClick={() => onChoose({ ...wish, kinds: toggle(kind) })}
        >
          {t(`find.many${kind}`)}
        </Button>
      ))}
    </fieldset>
  );
}
