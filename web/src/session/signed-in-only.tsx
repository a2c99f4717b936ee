import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLocation } from 'react-router';
import { Notice } from '../ui/notes/notice.js';
import { Waiting } from '../ui/notes/waiting.js';
import { useWords } from '../words/words-context.js';
import { signIn } from './session.js';
import { useSession } from './use-session.js';

/** Shows what belongs to a person only to that person; everyone else is told how to get there. */
export function SignedInOnly({ children }: { children: ReactNode }) {
  const { t, language } = useWords();
  const { pathname, search } = useLocation();
  const session = useSession();

  if (session === 'restoring') return <Waiting rows={3} height={72} />;
  if (session === 'signedIn') return children;
  return (
    <Notice
      tone="plain"
      title={t('session.needed')}
      actions={<Button onClick={() => signIn(pathname + search, language)}>{t('session.signIn')}</Button>}
    >
      {t('session.neededWhy')}
    </Notice>
  );
}
