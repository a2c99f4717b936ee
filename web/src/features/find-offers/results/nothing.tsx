import { Button } from '@mantine/core';
import { Link } from 'react-router';
import { Notice } from '../../../ui/notes/notice.js';
import { useWords } from '../../../words/words-context.js';
import { type Wish, writeWish } from '../ask/find-address.js';

/** No result: says so, and offers the wider searches that are one step away. */
export function Nothing({ wish }: { wish: Wish }) {
  const { t } = useWords();
  const { fromId: _from, toId: _to, ...anywhere } = wish;
  const { at: _at, until: _until, ...anytime } = wish;
  const wider: [boolean, Wish, string][] = [
    [wish.fromId !== undefined || wish.toId !== undefined, anywhere, t('find.tryAnywhere')],
    [wish.at !== undefined, anytime, t('find.tryAnytime')],
    [wish.kinds.length > 0, { ...wish, kinds: [] }, t('find.tryAny')],
  ];
  return (
    <Notice
      tone="plain"
      title={t('find.nothing')}
      actions={wider
        .filter(([applies]) => applies)
        .map(([, changed, label]) => (
          <Button key={label} component={Link} to={`/find?${writeWish(changed)}`} variant="default">
            {label}
          </Button>
        ))}
    >
      {t('find.nothingWhy')}
    </Notice>
  );
}
